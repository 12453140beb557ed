package dev.airlock.snaft.decide.phrase;

import java.text.Normalizer;

/**
 * A text with what the eye does not see taken out: compatibility forms and accents (NFKD), letters of other scripts that look like Latin ones,
 * characters of no width, capitals, runs of white space, and strings that are put together from pieces ({@code 'a' + 'b'}).
 *
 * @param text the evened text
 * @param disguised whether more was taken out than capitals and white space
 */
public record Evened(String text, boolean disguised) {
    /** How many letters must stand alone to be taken for a word spelled out. */
    private static final int GATHERED_MIN = 5;

    /** Cyrillic and Greek letters, and in the same places the Latin ones that they look like. */
    private static final String ALIKE =
            "\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04BB\u051B\u051D\u0432\u043A"
                    + "\u043C\u043D\u0442\u0433\u03BF\u03B1\u03B5\u03B9\u03C1\u03C5\u03BD\u03BA\u03C4\u0131\u0261";

    private static final String LATIN = "aeopcyxijsdhqwbkmhtroaeipuvktig";

    /** Evens a text out. Linear. */
    public static Evened of(String text) {
        String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
        char[] out = new char[plain.length()];
        int length = 0;
        boolean disguised = !plain.equals(text);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c >= 0x80) {
                char latin = latin(c);
                disguised |= latin != c;
                if (latin == 0) {
                    continue;
                }
                c = latin;
            }
            if (c <= ' ') {
                if (length > 0 && out[length - 1] != ' ') {
                    out[length++] = ' ';
                }
            } else if ((c == '\'' || c == '"') && joint(out, length, c) >= 0) {
                length = joint(out, length, c);
                disguised = true;
            } else {
                out[length++] = c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
            }
        }
        return new Evened(new String(out, 0, length), disguised);
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Letters that stand alone, one blank, dot, dash or star between each and the next, put together; "" where no five do. */
    public static String gathered(String text) {
        StringBuilder all = new StringBuilder();
        StringBuilder run = new StringBuilder();
        int letters = 0;
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && isLetter(text.charAt(end))) {
                end++;
            }
            if (end - i == 1) {
                run.append(text.charAt(i));
                letters++;
            }
            int next = afterSeparators(text, end);
            boolean ends = end - i != 1 || next == end;
            if (ends) {
                if (letters >= GATHERED_MIN) {
                    all.append(run).append('\n');
                }
                run.setLength(0);
                letters = 0;
            } else if (next - end > 1) {
                run.append(' ');
            }
            i = Math.max(next, i + 1);
        }
        return letters >= GATHERED_MIN ? all.append(run).toString() : all.toString();
    }

    private static int afterSeparators(String text, int from) {
        int end = from;
        while (end < text.length() && end - from < 4 && isSeparator(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isSeparator(char c) {
        return c == ' ' || c == '.' || c == '-' || c == '*' || c == '_';
    }

    private static boolean isLetter(char c) {
        return c < 0x80
                ? ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9')
                : Character.isLetterOrDigit(c);
    }

    /** Where the text goes on if the quote ends a {@code ' + '}; -1 if it does not. */
    private static int joint(char[] out, int length, char quote) {
        int i = length - 1;
        i -= i >= 0 && out[i] == ' ' ? 1 : 0;
        if (i < 0 || out[i] != '+') {
            return length > 0 && out[length - 1] == quote ? length - 1 : -1;
        }
        i--;
        i -= i >= 0 && out[i] == ' ' ? 1 : 0;
        return i >= 0 && out[i] == quote ? i : -1;
    }

    /** The Latin letter that a character looks like, a blank, 0 for one that nobody sees, or the character itself. */
    private static char latin(char c) {
        int alike = ALIKE.indexOf(Character.toLowerCase(c));
        if (alike >= 0) {
            return LATIN.charAt(alike);
        }
        return switch (Character.getType(c)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.DASH_PUNCTUATION -> '-';
            case Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION -> '\'';
            default -> c;
        };
    }
}
