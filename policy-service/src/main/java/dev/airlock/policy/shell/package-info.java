/**
 * What runs policy: two verticles, their topics, clocks, configuration, log lines and counters. It reads facts, asks {@code decide},
 * appends what comes back and replays it; it decides nothing itself.
 */
package dev.airlock.policy.shell;
