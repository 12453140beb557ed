package dev.airlock.snaft.model;

import java.time.Instant;

/**
 * What a token tells of its caller's conduct.
 *
 * @param principal whose
 * @param partition where the token stands; the deeds of one partition are in order
 * @param at when the broker took the token
 * @param kind what was done
 */
public record Deed(String principal, int partition, Instant at, Kind kind) {
    /** What a deed says of its doer. */
    public enum Kind {
        /** A program ran to its end. */
        WELL,
        /** A run met a limit. */
        WARNED,
        /** Something was asked for to which no route leads. */
        UNROUTED,
        /** A rule refused, or a run was killed for what it tried. */
        BLOCKED
    }
}
