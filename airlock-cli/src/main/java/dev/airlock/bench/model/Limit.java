package dev.airlock.bench.model;

import java.util.Locale;

/**
 * What a figure has to keep.
 *
 * @param side on which side of {@code value} the figure has to stay; equal is well
 * @param of which of the row's two figures is limited
 * @param value the limit, in the row's unit
 */
public record Limit(Side side, Quantile of, double value) {
    /** Where the figure has to be. */
    public enum Side {
        AT_MOST,
        AT_LEAST
    }

    /** Which figure of a row. */
    public enum Quantile {
        P50,
        P99;

        /** {@code p50}, {@code p99}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @throws IllegalArgumentException if the limit is no finite number: such a limit would judge nothing
     */
    public Limit {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a limit of " + value + " judges nothing");
        }
    }

    public static Limit atMost(Quantile of, double value) {
        return new Limit(Side.AT_MOST, of, value);
    }

    public static Limit atLeast(Quantile of, double value) {
        return new Limit(Side.AT_LEAST, of, value);
    }

    /** Whether {@code figure} keeps it. */
    public boolean holds(double figure) {
        return switch (side) {
            case AT_MOST -> figure <= value;
            case AT_LEAST -> figure >= value;
        };
    }
}
