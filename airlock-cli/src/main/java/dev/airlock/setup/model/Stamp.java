package dev.airlock.setup.model;

import java.time.Instant;

/**
 * The word that a set-up came to its end; without it there was none.
 *
 * @param completedAt when
 * @param release what was set up
 */
public record Stamp(Instant completedAt, Release release) {}
