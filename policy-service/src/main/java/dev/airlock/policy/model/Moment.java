package dev.airlock.policy.model;

import java.time.Instant;

/**
 * One moment on both clocks.
 *
 * @param wall what people and other hosts call it
 * @param nanos {@link System#nanoTime} of the same moment; all silence is measured by this one, which nobody can set
 */
public record Moment(Instant wall, long nanos) {}
