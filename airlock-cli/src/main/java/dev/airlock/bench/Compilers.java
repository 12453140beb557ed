package dev.airlock.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * The JVM's own compilers. Until the code that runs often is compiled they take up to a whole processor from what is measured, and what is measured runs code
 * that is slower than it stays: so what a node does that has run for long is measured when they have little left to do.
 */
final class Compilers {
    /** Of the time: less is lost in what else a host does. */
    private static final double CALM = 0.05;
    /** In a row: what a compiler has done is counted when it is done, and one job may take longer than a round. */
    private static final int CALM_ROUNDS = 2;

    private static final String LEFT = "compiling, at the end of warm-ups";
    private static final String UNIT = "% of the time";

    private final LongSupplier compiledMillis;
    private final LongSupplier nanos;

    /**
     * Compilers that are watched by these.
     *
     * @param compiledMillis how long they have been at work since the JVM's start
     * @param nanos the time, as {@link System#nanoTime}
     */
    Compilers(LongSupplier compiledMillis, LongSupplier nanos) {
        this.compiledMillis = compiledMillis;
        this.nanos = nanos;
    }

    /**
     * What is measured afterwards, or something that runs the same code.
     *
     * @param <E> how else it may fail
     */
    @FunctionalInterface
    interface Work<E extends Exception> {
        void run() throws E, BenchFailed, IOException, InterruptedException;
    }

    /** Those of this JVM. */
    static Compilers own() {
        return new Compilers(ManagementFactory.getCompilationMXBean()::getTotalCompilationTime, System::nanoTime);
    }

    /**
     * Does it over and over until a compiler was at work for less than a twentieth of the time, twice in a row. By the clock, so that a compiler that waits for
     * a processor counts as one at work. How much that was in the last round is told in the report.
     *
     * @param what it is, for people
     * @param mostRounds how often at most; they may still be at work then
     */
    <E extends Exception> void calm(Measurement measurement, String what, int mostRounds, Work<E> work)
            throws E, BenchFailed, IOException, InterruptedException {
        int rounds = measurement.effort().of(mostRounds, 1);
        double share = 1;
        int calm = 0;
        for (int round = 1; round <= rounds && calm < CALM_ROUNDS; round++) {
            share = shareDuring(work);
            calm = share > CALM ? 0 : calm + 1;
            measurement.say("warming up with %s, round %d of %d at most: compiling took %.0f %% of the time"
                    .formatted(what, round, rounds, 100 * share));
        }
        measurement.add(LEFT, UNIT, 100 * share);
    }

    /** What was left of it, in percent of the time, at the end of that warm-up of a benchmark which left most; empty if it had none of this kind. */
    static OptionalDouble left(Measurement measurement) {
        return measurement.has(LEFT)
                ? OptionalDouble.of(measurement.samples(LEFT).percentile(100))
                : OptionalDouble.empty();
    }

    private <E extends Exception> double shareDuring(Work<E> work)
            throws E, BenchFailed, IOException, InterruptedException {
        long before = compiledMillis.getAsLong();
        long start = nanos.getAsLong();
        work.run();
        return (compiledMillis.getAsLong() - before) * 1e6 / (nanos.getAsLong() - start);
    }
}
