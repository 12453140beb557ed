package dev.airlock.ledger.shell;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** The metrics as plain counters. Any thread. */
public final class LedgerCounts implements LedgerMetrics {
    private final LongAdder recorded = new LongAdder();
    private final LongAdder incidents = new LongAdder();
    private final LongAdder published = new LongAdder();
    private final LongAdder ageNanos = new LongAdder();
    private final LongAdder cosigned = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /**
     * All counters at one moment, as near as it gets.
     *
     * @param age how long after its newest record each head was published, all together
     */
    public record Reading(long recorded, long incidents, long published, Duration age, long cosigned, long failed) {}

    /** What was counted so far. */
    public Reading reading() {
        return new Reading(
                recorded.sum(),
                incidents.sum(),
                published.sum(),
                Duration.ofNanos(ageNanos.sum()),
                cosigned.sum(),
                failed.sum());
    }

    @Override
    public void recorded() {
        recorded.increment();
    }

    @Override
    public void incident() {
        incidents.increment();
    }

    @Override
    public void published(Duration age) {
        published.increment();
        ageNanos.add(age.toNanos());
    }

    @Override
    public void cosigned() {
        cosigned.increment();
    }

    @Override
    public void failed() {
        failed.increment();
    }
}
