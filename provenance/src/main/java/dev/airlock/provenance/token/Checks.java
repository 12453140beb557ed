package dev.airlock.provenance.token;

import dev.airlock.schemas.model.Lane;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The checks that the values of a token share. Each throws {@code IllegalArgumentException} with the field's name. */
final class Checks {
    /** The largest integer that JSON carries without loss (RFC 7493 section 2.2). */
    static final long COUNT_MAX = (1L << 53) - 1;

    private static final Instant TIME_MIN = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Checks() {}

    /** 0 to {@link #COUNT_MAX}. */
    static void count(String field, long value) {
        if (value < 0 || value > COUNT_MAX) {
            throw new IllegalArgumentException(field + " must be 0 to 2^53-1, not " + value);
        }
    }

    /** One of the lanes that there are. */
    static void lane(String field, Lane lane) {
        if (lane == Lane.UNKNOWN) {
            throw new IllegalArgumentException(field + " must be known");
        }
    }

    /** Not blank, no control character, no half of a surrogate pair, at most so many UTF-16 units. */
    static void text(String field, String value, int unitsMax) {
        if (value.isBlank() || value.length() > unitsMax) {
            throw new IllegalArgumentException(field + " must have 1 to " + unitsMax + " characters, not only spaces");
        }
        if (!value.codePoints().allMatch(Checks::printable)) {
            throw new IllegalArgumentException(field + " must not hold control characters or lone surrogates");
        }
    }

    static boolean printable(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }

    /** The time in whole microseconds; years 2000 to 9999, so that the RFC 3339 text always has the same length. */
    static Instant time(String field, Instant value) {
        if (value.isBefore(TIME_MIN) || value.isAfter(TIME_MAX)) {
            throw new IllegalArgumentException(field + " must lie in the years 2000 to 9999");
        }
        return value.truncatedTo(ChronoUnit.MICROS);
    }
}
