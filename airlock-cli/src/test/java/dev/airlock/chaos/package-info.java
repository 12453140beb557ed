/** Kills, bad inputs and a dead policy, with real brokers and real processes. Rule: only processes that a test started are killed. */
package dev.airlock.chaos;
