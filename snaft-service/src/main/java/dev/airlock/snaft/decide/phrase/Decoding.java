package dev.airlock.snaft.decide.phrase;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes off encodings: base64 (both alphabets), hexadecimal, {@code \x41} escapes and binary digits, one within the other. Only text
 * comes out: what is less than four fifths printable is no text. Linear.
 */
public final class Decoding {
    /** How much of a text is looked at, in characters. */
    public static final int TEXT_MAX = 50_000;

    public static final int LAYERS_MAX = 3;

    static final int BASE64_MIN = 20;
    static final int DIGITS_MIN = 40;
    static final int ESCAPES_MIN = 5;

    private static final int PRINTABLE_PERCENT = 80;
    private static final String BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final int ASCII = 128;
    private static final byte NONE = 0;
    private static final byte BASE64_ONLY = 1;
    private static final byte HEX = 2;
    /** By character: whether it is a digit of base64, or of hexadecimal numbers too. */
    private static final byte[] DIGITS = new byte[ASCII];

    static {
        (BASE64 + "-_").chars().forEach(c -> DIGITS[c] = BASE64_ONLY);
        "0123456789abcdefABCDEF".chars().forEach(c -> DIGITS[c] = HEX);
    }

    private Decoding() {}

    /** Everything that is encoded in the first {@link #TEXT_MAX} characters, layer by layer. */
    public static List<Decoded> of(String text) {
        List<Decoded> found = new ArrayList<>();
        decode(text.substring(0, Math.min(text.length(), TEXT_MAX)), 1, found);
        return found;
    }

    private static void decode(String text, int layer, List<Decoded> found) {
        for (byte[] bytes : stretches(text)) {
            String kind = FileKind.of(bytes);
            String inner = text(bytes);
            if (!inner.isEmpty() || !kind.isEmpty()) {
                found.add(new Decoded(inner, kind, layer));
                if (layer < LAYERS_MAX) {
                    decode(inner, layer + 1, found);
                }
            }
        }
    }

    private static List<byte[]> stretches(String text) {
        List<byte[]> all = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int end = i;
            boolean hex = true;
            while (end < text.length() && isBase64(text.charAt(end))) {
                hex &= isHex(text.charAt(end));
                end++;
            }
            if (hex && end - i >= DIGITS_MIN) {
                all.add(isBinary(text, i, end) ? binary(text.substring(i, end)) : hex(text, i, end));
            }
            if (end - i >= BASE64_MIN) {
                all.add(base64(text, i, end));
            }
            i = Math.max(end, i + 1);
        }
        escapes(text, all);
        spacedDigits(text, all);
        return all;
    }

    /** Runs of {@code \x41}. */
    private static void escapes(String text, List<byte[]> all) {
        int i = text.indexOf("\\x");
        while (i >= 0) {
            StringBuilder digits = new StringBuilder();
            while (i + 3 < text.length()
                    && text.charAt(i) == '\\'
                    && text.charAt(i + 1) == 'x'
                    && isHex(text.charAt(i + 2))
                    && isHex(text.charAt(i + 3))) {
                digits.append(text, i + 2, i + 4);
                i += 4;
            }
            if (digits.length() >= 2 * ESCAPES_MIN) {
                all.add(hex(digits, 0, digits.length()));
            }
            i = text.indexOf("\\x", digits.isEmpty() ? i + 2 : i);
        }
    }

    /** Binary digits by eights, or hexadecimal ones by twos, with single blanks between them. */
    private static void spacedDigits(String text, List<byte[]> all) {
        int i = 0;
        while (i < text.length()) {
            int size = digits(text, i);
            int end = i + size;
            if (size == 2 || size == 8) {
                while (end + size < text.length() && text.charAt(end) == ' ' && digits(text, end + 1) == size) {
                    end += size + 1;
                }
                if (end - i > DIGITS_MIN) {
                    spaced(text.substring(i, end).replace(" ", ""), size, all);
                }
            }
            i = end + 1;
        }
    }

    /** How many hexadecimal digits stand here. */
    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && isHex(text.charAt(end))) {
            end++;
        }
        return end - from;
    }

    private static void spaced(String digits, int size, List<byte[]> all) {
        if (size == 8 && isBinary(digits, 0, digits.length())) {
            all.add(binary(digits));
        } else if (size == 2 && digits.length() >= DIGITS_MIN) {
            all.add(hex(digits, 0, digits.length()));
        }
    }

    private static byte[] base64(String text, int from, int to) {
        byte[] bytes = new byte[(to - from) * 6 / 8];
        int bits = 0;
        int held = 0;
        int length = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            held = (held << 6) | BASE64.indexOf(c == '-' ? '+' : c == '_' ? '/' : c);
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (held >> bits);
            }
        }
        return bytes;
    }

    private static byte[] hex(CharSequence text, int from, int to) {
        byte[] bytes = new byte[(to - from) / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (Character.digit(text.charAt(from + 2 * i), 16) << 4
                    | Character.digit(text.charAt(from + 2 * i + 1), 16));
        }
        return bytes;
    }

    private static byte[] binary(String digits) {
        byte[] bytes = new byte[digits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits, 8 * i, 8 * i + 8, 2);
        }
        return bytes;
    }

    private static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        int printable = 0;
        for (byte b : bytes) {
            boolean prints = (b >= ' ' && b <= '~') || b == '\n' || b == '\t' || b == '\r';
            printable += prints ? 1 : 0;
            text.append(prints ? (char) b : ' ');
        }
        return bytes.length > 0 && printable * 100L >= (long) PRINTABLE_PERCENT * bytes.length ? text.toString() : "";
    }

    /** Of both alphabets. */
    private static boolean isBase64(char c) {
        return c < ASCII && DIGITS[c] != NONE;
    }

    private static boolean isHex(char c) {
        return c < ASCII && DIGITS[c] == HEX;
    }

    private static boolean isBinary(CharSequence text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0' && text.charAt(i) != '1') {
                return false;
            }
        }
        return true;
    }
}
