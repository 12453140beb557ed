package dev.airlock.provenance.token;

import dev.airlock.schemas.model.Line;

/** Makes text that somebody else chose fit for a token. */
public final class TokenText {
    private TokenText() {}

    /**
     * The text with every control character and lone surrogate replaced by U+FFFD, cut to a length without splitting
     * a character; blank text becomes {@code "-"}. What it gives passes the checks of every text field with that
     * limit.
     *
     * @param unitsMax most UTF-16 units to keep, at least 1
     */
    public static String fit(String hostile, int unitsMax) {
        return Line.fit(hostile, unitsMax);
    }
}
