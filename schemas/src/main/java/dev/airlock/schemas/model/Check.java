package dev.airlock.schemas.model;

import java.time.Instant;

/** What the records of the road ask of their fields. Every failure names the field, the value and the bound. */
final class Check {
    static final int ID_LENGTH_MAX = 128;
    static final int TEXT_LENGTH_MAX = 4096;

    private static final String SHA_256 = "sha256:";
    private static final int SHA_256_LENGTH = 71;
    private static final Instant TIME_MIN = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant TIME_MAX = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Check() {}

    /** 1 to 128 visible ASCII characters without blanks: what may be a key, a file name's part and a line of a log. */
    static String id(String field, String value) {
        return visible(field, value, ID_LENGTH_MAX);
    }

    /** The same with another bound. */
    static String visible(String field, String value, int lengthMax) {
        if (value.isEmpty() || value.length() > lengthMax) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters; it needs 1 to " + lengthMax);
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) <= ' ' || value.charAt(i) > '~') {
                throw new IllegalArgumentException(field + " may hold visible ASCII characters only");
            }
        }
        return value;
    }

    /** Text for people: not empty, at most 4096 characters. */
    static String text(String field, String value) {
        if (value.isBlank() || value.length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters; it needs 1 to " + TEXT_LENGTH_MAX);
        }
        return value;
    }

    /** One line of text: not blank, no control characters, no half of a surrogate pair; what may stand in a token or a terminal. */
    static String printable(String field, String value, int lengthMax) {
        if (value.isBlank() || value.length() > lengthMax) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters; it needs 1 to " + lengthMax);
        }
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            if (!Line.isPrintable(value.codePointAt(i))) {
                throw new IllegalArgumentException(field + " holds control characters");
            }
        }
        return value;
    }

    /** {@code sha256:} and 64 lower-case hex digits. */
    static String sha256(String field, String value) {
        boolean fits = value.length() == SHA_256_LENGTH && value.startsWith(SHA_256);
        for (int i = SHA_256.length(); fits && i < SHA_256_LENGTH; i++) {
            char c = value.charAt(i);
            fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!fits) {
            throw new IllegalArgumentException(field + " must be sha256: and 64 lower-case hex digits");
        }
        return value;
    }

    /** A time in the years 2000 to 9999: what a token can say, and far from where arithmetic on times ends. */
    static void time(String field, Instant value) {
        if (value.isBefore(TIME_MIN) || value.isAfter(TIME_MAX)) {
            throw new IllegalArgumentException(field + " must lie in the years 2000 to 9999");
        }
    }

    static String atMost(String field, String value, int lengthMax) {
        if (value.length() > lengthMax) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters; at most " + lengthMax + " are allowed");
        }
        return value;
    }

    static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(field + " is " + value + "; it must be " + min + " to " + max);
        }
    }
}
