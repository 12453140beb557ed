package dev.airlock.provenance.log;

import java.util.regex.Pattern;

/** Numbers as the C2SP forms write them: decimal digits, no sign, no leading zero, below 2^63. */
final class Decimals {
    private static final Pattern SHAPE = Pattern.compile("0|[1-9][0-9]{0,18}");

    private Decimals() {}

    /** @throws IllegalArgumentException if the text is anything else */
    static long parse(String text) {
        if (SHAPE.matcher(text).matches()) {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException _) {
                // falls through: 19 digits may be too many
            }
        }
        throw new IllegalArgumentException("a number is decimal, without leading zeros, below 2^63");
    }
}
