package dev.airlock.schemas.model;

/** What the records of the road ask of their fields. Every failure names the field, the value and the bound. */
final class Check {
    static final int ID_LENGTH_MAX = 128;
    static final int TEXT_LENGTH_MAX = 4096;

    private Check() {}

    /** 1 to 128 visible ASCII characters without blanks: what may be a key, a file name's part and a line of a log. */
    static String id(String field, String value) {
        if (value.isEmpty() || value.length() > ID_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    field + " has " + value.length() + " characters; it needs 1 to " + ID_LENGTH_MAX);
        }
        if (value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException(field + " may hold visible ASCII characters only");
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
        if (value.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException(field + " holds control characters");
        }
        return value;
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
