package dev.airlock.gateway.shell;

import java.util.concurrent.atomic.AtomicReference;

/** Metrics in memory; one reference, so that a reader never sees half a step. */
final class KeptMetrics implements GatewayMetrics {
    private final AtomicReference<Tally> total = new AtomicReference<>(Tally.NONE);

    @Override
    public void add(Tally tally) {
        total.accumulateAndGet(tally, Tally::plus);
    }

    @Override
    public Tally total() {
        return total.get();
    }
}
