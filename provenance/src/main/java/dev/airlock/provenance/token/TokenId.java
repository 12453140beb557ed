package dev.airlock.provenance.token;

import java.util.regex.Pattern;

/** A UUID of version 4 or 7 in lower case (RFC 9562 section 4). The caller makes it; nothing here does. */
public record TokenId(String value) {
    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    /** @throws IllegalArgumentException if it is anything else */
    public TokenId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a token id is a lower-case UUID of version 4 or 7");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
