package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;

/**
 * How an executor is.
 *
 * @param executor its name
 * @param sequence grows by one with each pulse of a process
 * @param at when
 * @param draining whether it takes no more orders
 * @param busy runs under way
 * @param queued orders that wait
 * @param backends what it can run programs on
 */
public record Pulse(
        String executor,
        long sequence,
        Instant at,
        boolean draining,
        int busy,
        int queued,
        List<BackendPulse> backends) {
    public Pulse {
        Check.id("executor", executor);
        Check.time("at", at);
        backends = List.copyOf(backends);
    }

    /** Whether it could begin with an order now: it does not drain, and a backend that is known here is ready. The simulation counts, too. */
    public boolean canRun() {
        return !draining
                && backends.stream()
                        .filter(one -> one.backend() != Backend.ANY && one.backend() != Backend.UNKNOWN)
                        .anyMatch(BackendPulse::ready);
    }

    /**
     * How one backend is.
     *
     * @param backend which
     * @param ready whether a run could begin now
     * @param isolation what separates a program from the host, for example {@code microvm kvm_pvm/cpl3}
     * @param detail why it is not ready, or what is warm
     */
    public record BackendPulse(Backend backend, boolean ready, String isolation, String detail) {
        public BackendPulse {
            Check.text("isolation", isolation);
            Check.atMost("detail", detail, Check.TEXT_LENGTH_MAX);
        }
    }
}
