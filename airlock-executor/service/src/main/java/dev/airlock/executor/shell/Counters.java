package dev.airlock.executor.shell;

import java.util.concurrent.atomic.LongAdder;

/** The metrics as plain counters. Any thread. */
public final class Counters implements ExecutorMetrics {
    private final LongAdder read = new LongAdder();
    private final LongAdder taken = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder completed = new LongAdder();
    private final LongAdder killed = new LongAdder();
    private final LongAdder faulted = new LongAdder();
    private final LongAdder refused = new LongAdder();

    /** All counters at one moment, as near as it gets. */
    public record Reading(
            long read,
            long taken,
            long unreadable,
            long repeated,
            long completed,
            long killed,
            long faulted,
            long refused) {}

    public Reading reading() {
        return new Reading(
                read.sum(),
                taken.sum(),
                unreadable.sum(),
                repeated.sum(),
                completed.sum(),
                killed.sum(),
                faulted.sum(),
                refused.sum());
    }

    @Override
    public void read() {
        read.increment();
    }

    @Override
    public void taken() {
        taken.increment();
    }

    @Override
    public void unreadable() {
        unreadable.increment();
    }

    @Override
    public void repeated() {
        repeated.increment();
    }

    @Override
    public void completed() {
        completed.increment();
    }

    @Override
    public void killed() {
        killed.increment();
    }

    @Override
    public void faulted() {
        faulted.increment();
    }

    @Override
    public void refused() {
        refused.increment();
    }
}
