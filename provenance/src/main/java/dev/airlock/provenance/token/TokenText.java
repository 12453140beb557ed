package dev.airlock.provenance.token;

/** Makes text that somebody else chose fit for a token. */
public final class TokenText {
    private static final int REPLACEMENT = 0xFFFD;

    private TokenText() {}

    /**
     * The text with every control character and lone surrogate replaced by U+FFFD, cut to a length without splitting
     * a character; blank text becomes {@code "-"}. What it gives passes the checks of every text field with that
     * limit.
     *
     * @param unitsMax most UTF-16 units to keep, at least 1
     */
    public static String fit(String hostile, int unitsMax) {
        StringBuilder kept = new StringBuilder(Math.min(hostile.length(), unitsMax));
        int at = 0;
        while (at < hostile.length()) {
            int codePoint = hostile.codePointAt(at);
            int safe = Checks.printable(codePoint) ? codePoint : REPLACEMENT;
            if (kept.length() + Character.charCount(safe) > unitsMax) {
                break;
            }
            kept.appendCodePoint(safe);
            at += Character.charCount(codePoint);
        }
        return kept.toString().isBlank() ? "-" : kept.toString();
    }
}
