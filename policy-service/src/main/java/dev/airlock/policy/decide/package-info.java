/**
 * Policy's rules: which verdict counts, what posture follows, how the runtime is, and whether a posture may be vouched for. Pure functions
 * of what they are given; what they decide is appended by the shell and takes effect only when it is replayed.
 */
package dev.airlock.policy.decide;
