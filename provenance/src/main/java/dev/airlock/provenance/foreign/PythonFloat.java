package dev.airlock.provenance.foreign;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** How Python 3 prints a float ({@code repr}): the shortest digits that read back as the same float. */
final class PythonFloat {
    /** A decimal point that stands this far to the right, or farther, is written as an exponent. */
    private static final int POINT_MAX = 16;

    /** And one this far to the left. */
    private static final int POINT_MIN = -4;

    private PythonFloat() {}

    /** @throws IllegalArgumentException for what is no finite number */
    static String repr(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no such number");
        }
        String sign = 1 / value < 0 || value < 0 ? "-" : "";
        if (value == 0) {
            return sign + "0.0";
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        return sign + placed(digits, digits.length() - shortest.scale());
    }

    /** Java gives two digits at least, and of two the nearest; Python gives one where one is enough. */
    private static BigDecimal shortest(double value) {
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        if (digits.precision() == 2) {
            BigDecimal one = digits.round(new MathContext(1, RoundingMode.HALF_EVEN));
            if (one.doubleValue() == value) {
                return one.stripTrailingZeros();
            }
        }
        return digits;
    }

    /** The digits with the decimal point behind the first {@code point} of them. */
    private static String placed(String digits, int point) {
        if (point > POINT_MAX || point <= POINT_MIN) {
            String rest = digits.length() == 1 ? "" : "." + digits.substring(1);
            return digits.charAt(0) + rest + "e%+03d".formatted(point - 1);
        }
        if (point <= 0) {
            return "0." + "0".repeat(-point) + digits;
        }
        if (point >= digits.length()) {
            return digits + "0".repeat(point - digits.length()) + ".0";
        }
        return digits.substring(0, point) + "." + digits.substring(point);
    }
}
