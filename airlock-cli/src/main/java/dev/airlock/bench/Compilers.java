package dev.airlock.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * The JVM's own compilers. Until the code that runs often is compiled they take up to a whole processor from what is measured, and what is measured runs code
 * that is slower than it stays: so what a node does that has run for long is measured when they have little left to do.
 */
final class Compilers {
    /** Of the time: less is lost in what else a host does. */
    private static final double CALM = 0.05;

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

    /** What is measured afterwards, or something that runs the same code. */
    @FunctionalInterface
    interface Work {
        void run() throws BenchFailed, IOException, InterruptedException;
    }

    /** Those of this JVM. */
    static Compilers own() {
        return new Compilers(ManagementFactory.getCompilationMXBean()::getTotalCompilationTime, System::nanoTime);
    }

    /**
     * Does it over and over until a compiler is at work for less than a twentieth of the time. By the clock, so that a compiler that waits for a processor
     * counts as one at work.
     *
     * @param what it is, for people
     * @param mostRounds how often at most; they may still be at work then
     */
    void calm(Measurement measurement, String what, int mostRounds, Work work)
            throws BenchFailed, IOException, InterruptedException {
        int rounds = measurement.effort().of(mostRounds, 1);
        double share = 1;
        for (int round = 1; round <= rounds && share > CALM; round++) {
            share = shareDuring(work);
            measurement.say("warming up with %s, round %d of %d at most: compiling took %.0f %% of the time"
                    .formatted(what, round, rounds, 100 * share));
        }
    }

    private double shareDuring(Work work) throws BenchFailed, IOException, InterruptedException {
        long before = compiledMillis.getAsLong();
        long start = nanos.getAsLong();
        work.run();
        return (compiledMillis.getAsLong() - before) * 1e6 / (nanos.getAsLong() - start);
    }
}
