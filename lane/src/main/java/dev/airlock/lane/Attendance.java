package dev.airlock.lane;

/**
 * Whoever waits for one intent at the ingress, from the frame to the answer. Two are the same only if they are one object, so nothing overrides
 * {@code equals}.
 */
public interface Attendance {}
