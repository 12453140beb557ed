package dev.airlock.snaft.shell;

import java.util.concurrent.atomic.LongAdder;

/** The metrics as plain counters. Any thread. */
public final class SnaftCounts implements SnaftMetrics {
    private final LongAdder read = new LongAdder();
    private final LongAdder passed = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder undecodable = new LongAdder();

    /** All counters at one moment, as near as it gets. */
    public record Reading(long read, long passed, long refused, long undecodable) {}

    /** What was counted so far. */
    public Reading reading() {
        return new Reading(read.sum(), passed.sum(), refused.sum(), undecodable.sum());
    }

    @Override
    public void read() {
        read.increment();
    }

    @Override
    public void passed() {
        passed.increment();
    }

    @Override
    public void refused() {
        refused.increment();
    }

    @Override
    public void undecodable() {
        undecodable.increment();
    }
}
