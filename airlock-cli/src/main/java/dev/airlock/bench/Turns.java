package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.linux.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A figure of ours and its floor in C, by turns of short slices, so that what else the machine does meets both. Who goes first changes from
 * slice to slice. What each does to warm up, before the first slice and at the beginning of each, is not kept.
 */
final class Turns {
    static final String UNIT = "us";
    private static final int SLICES = 20;
    private static final int WARM_UP_ROUNDS_MAX = 10;
    /** Of a slice: until the caches are its own again. */
    private static final int LEAD_SHARE = 20;

    private final Measurement measurement;
    private final Optional<Floors> floors;

    /** @param floors empty where there are none: then a figure is only told */
    Turns(Measurement measurement, Optional<Floors> floors) {
        this.measurement = measurement;
        this.floors = floors;
    }

    /** Does it once, and says how many microseconds that took. */
    @FunctionalInterface
    interface Once {
        double micros() throws BenchFailed, Errno, IOException, InterruptedException;
    }

    /**
     * What is compared.
     *
     * @param figure its name
     * @param warmUp how often it is done before anything is kept
     * @param count how many samples are kept
     */
    record Figure(String figure, int warmUp, int count) {}

    /**
     * What the median may be.
     *
     * @param ratio how many times the floor's
     * @param most in microseconds, whatever the floor is
     */
    record Bounds(double ratio, double most) {
        static Bounds ratio(double ratio) {
            return new Bounds(ratio, Double.MAX_VALUE);
        }
    }

    /**
     * Measures a figure of ours beside its floor.
     *
     * @param floor the program in C and what it is started with
     */
    Row measure(Figure figure, Bounds bounds, Once ours, String... floor)
            throws BenchFailed, Errno, IOException, InterruptedException {
        measurement.say("measuring " + figure.count() + " times: " + figure.figure());
        if (floors.isEmpty()) {
            return alone(figure, ours);
        }
        Optional<Floor> started = floors.get().start(measurement, floor);
        if (started.isEmpty()) {
            return alone(figure, ours);
        }
        try (Floor running = started.get()) {
            String series = figure.figure() + " in C";
            turns(
                    figure,
                    List.of(new Side(figure.figure(), count -> each(ours, count)), new Side(series, running::take)));
            double median = measurement.samples(series).percentile(50);
            double most = Math.min(bounds.most(), bounds.ratio() * median);
            return row(figure).over(median).limited(Limit.atMost(Quantile.P50, most));
        }
    }

    private Row alone(Figure figure, Once ours) throws BenchFailed, Errno, IOException, InterruptedException {
        turns(figure, List.of(new Side(figure.figure(), count -> each(ours, count))));
        return row(figure);
    }

    private Row row(Figure figure) {
        return Row.time(figure.figure(), UNIT, measurement.samples(figure.figure()));
    }

    private interface Source {
        double[] take(int count) throws BenchFailed, Errno, IOException, InterruptedException;
    }

    private record Side(String series, Source source) {}

    private static double[] each(Once ours, int count) throws BenchFailed, Errno, IOException, InterruptedException {
        double[] samples = new double[count];
        for (int i = 0; i < count; i++) {
            samples[i] = ours.micros();
        }
        return samples;
    }

    /** Ours until the compilers are calm; what is in C is compiled. */
    private void warmUp(Figure figure, Side side) throws BenchFailed, Errno, IOException, InterruptedException {
        if (!side.series().equals(figure.figure())) {
            var _ = side.source().take(figure.warmUp());
            return;
        }
        Compilers.own().calm(measurement, figure.warmUp() + " times", WARM_UP_ROUNDS_MAX, () -> {
            var _ = side.source().take(figure.warmUp());
        });
    }

    private void turns(Figure figure, List<Side> sides) throws BenchFailed, Errno, IOException, InterruptedException {
        List<Side> order = new ArrayList<>(sides);
        for (Side side : order) {
            warmUp(figure, side);
        }
        int done = 0;
        for (int slice = 1; slice <= SLICES; slice++) {
            int next = figure.count() * slice / SLICES - done;
            done += next;
            for (Side side : order) {
                int lead = next / LEAD_SHARE;
                double[] samples = side.source().take(lead + next);
                for (int i = lead; i < samples.length; i++) {
                    measurement.add(side.series(), UNIT, samples[i]);
                }
            }
            Collections.rotate(order, 1);
        }
    }
}
