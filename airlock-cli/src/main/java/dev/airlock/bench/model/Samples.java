package dev.airlock.bench.model;

import java.util.Arrays;
import java.util.Collection;

/** The measured values of one series, at least one, in one unit. */
public final class Samples {
    private final double[] sorted;

    private Samples(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * @throws IllegalArgumentException if there are none, or one is no finite number
     */
    public static Samples of(Collection<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0 || !Arrays.stream(sorted).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("samples are one or more finite numbers");
        }
        return new Samples(sorted);
    }

    public int count() {
        return sorted.length;
    }

    public double mean() {
        return Arrays.stream(sorted).average().orElseThrow();
    }

    /**
     * The nearest-rank percentile: the smallest sample that at least {@code percent} percent of the samples do not exceed. It is
     * always a value that was measured; nothing is interpolated.
     *
     * @param percent more than 0, at most 100
     */
    public double percentile(double percent) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("a percentile is above 0 and at most 100, not " + percent);
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.clamp(rank, 1, sorted.length) - 1];
    }
}
