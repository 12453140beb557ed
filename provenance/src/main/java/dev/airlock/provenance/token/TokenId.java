package dev.airlock.provenance.token;

/** A UUID of version 4 or 7 in lower case (RFC 9562 section 4). The caller makes it; nothing here does. */
public record TokenId(String value) {
    /** {@code x}: a lower-case hex digit; {@code v}: the version; {@code r}: the variant's first digit; the rest is itself. */
    private static final String SHAPE = "xxxxxxxx-xxxx-vxxx-rxxx-xxxxxxxxxxxx";

    /** @throws IllegalArgumentException if it is anything else */
    public TokenId {
        if (!isShaped(value)) {
            throw new IllegalArgumentException("a token id is a lower-case UUID of version 4 or 7");
        }
    }

    /** By hand, since a matcher for it would be a good part of what a token costs. */
    private static boolean isShaped(String value) {
        boolean shaped = value.length() == SHAPE.length();
        for (int i = 0; shaped && i < SHAPE.length(); i++) {
            char digit = value.charAt(i);
            shaped = switch (SHAPE.charAt(i)) {
                case 'x' -> (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
                case 'v' -> digit == '4' || digit == '7';
                case 'r' -> digit == '8' || digit == '9' || digit == 'a' || digit == 'b';
                default -> digit == '-';
            };
        }
        return shaped;
    }

    @Override
    public String toString() {
        return value;
    }
}
