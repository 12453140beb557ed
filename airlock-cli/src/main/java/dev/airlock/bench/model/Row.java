package dev.airlock.bench.model;

import dev.airlock.bench.model.Limit.Quantile;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One figure beside its floor and its limit.
 *
 * @param figure what was measured
 * @param unit of every number here, the ratio apart
 * @param p50 the median
 * @param p99 what 99 of 100 samples do not miss: at most this for a time, at least this for a rate
 * @param floor the same quantile of what the bare parts do in the same run; empty if there is nothing to compare with
 * @param limit what it has to keep; empty if it is only told
 */
public record Row(String figure, String unit, double p50, double p99, OptionalDouble floor, Optional<Limit> limit) {

    /** A time: less is better. */
    public static Row time(String figure, String unit, Samples samples) {
        return new Row(
                figure, unit, samples.percentile(50), samples.percentile(99), OptionalDouble.empty(), Optional.empty());
    }

    /** A rate: more is better, so that its 99th percentile is at the low end. */
    public static Row rate(String figure, String unit, Samples samples) {
        return new Row(
                figure, unit, samples.percentile(50), samples.percentile(1), OptionalDouble.empty(), Optional.empty());
    }

    /** The same figure beside what the bare parts do. */
    public Row over(double floor) {
        return new Row(figure, unit, p50, p99, OptionalDouble.of(floor), limit);
    }

    /** The same figure with a limit. */
    public Row limited(Limit limit) {
        return new Row(figure, unit, p50, p99, floor, Optional.of(limit));
    }

    /** The figure that the limit is about; the median where there is no limit. */
    public double judged() {
        return limit.map(Limit::of).orElse(Quantile.P50) == Quantile.P50 ? p50 : p99;
    }

    /** How many times the floor the judged figure is; empty without a floor above zero. */
    public OptionalDouble ratio() {
        return floor.isPresent() && floor.getAsDouble() > 0
                ? OptionalDouble.of(judged() / floor.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Whether the limit is kept; true where there is none. */
    public boolean holds() {
        return limit.map(one -> one.holds(judged())).orElse(true);
    }
}
