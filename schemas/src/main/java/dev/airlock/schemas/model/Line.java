package dev.airlock.schemas.model;

/** Makes any text one line that may stand in a record, a token or a terminal. */
public final class Line {
    private static final int REPLACEMENT = 0xFFFD;

    private Line() {}

    /**
     * The text with every control character and half of a surrogate pair replaced by U+FFFD, cut to a length without splitting a
     * character; blank text becomes {@code "-"}. For texts whose wording must never be the reason for a failure.
     *
     * @param unitsMax most UTF-16 units to keep, at least 1
     */
    public static String fit(String text, int unitsMax) {
        StringBuilder kept = new StringBuilder(Math.min(text.length(), unitsMax));
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int safe = isPrintable(codePoint) ? codePoint : REPLACEMENT;
            if (kept.length() + Character.charCount(safe) > unitsMax) {
                break;
            }
            kept.appendCodePoint(safe);
            at += Character.charCount(codePoint);
        }
        return kept.toString().isBlank() ? "-" : kept.toString();
    }

    /** Whether it is neither a control character nor half of a surrogate pair. */
    static boolean isPrintable(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }
}
