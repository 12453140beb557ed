package dev.airlock.ledger.audit.wire;

/** Makes text that a stranger chose fit to be shown. */
final class Plain {
    private Plain() {}

    /** For a terminal: without control and formatting characters, which it would obey. */
    static String line(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().map(Plain::shown).forEach(plain::appendCodePoint);
        return plain.toString();
    }

    /** A character that only shows itself; U+FFFD for one that would do something. */
    private static int shown(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> 0xfffd;
            default -> point;
        };
    }

    /** For HTML and SVG, as text and between quotation marks of either kind: nothing in it is markup. */
    static String html(String text) {
        StringBuilder html = new StringBuilder(text.length() + 16);
        line(text).codePoints().forEach(point -> {
            switch (point) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(point);
            }
        });
        return html.toString();
    }

    /** At most so many characters, with an ellipsis where it was cut; not escaped yet. */
    static String cut(String text, int charactersMax) {
        return text.codePointCount(0, text.length()) <= charactersMax
                ? text
                : text.substring(0, text.offsetByCodePoints(0, charactersMax - 1)) + "…";
    }
}
