package dev.airlock.executor.pool;

import dev.airlock.microvm.Proof;
import dev.airlock.microvm.RunTrace;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One guest and the thread that it lives and dies with. The thread asks its pool for a ticket when the guest is warm, and ends when there
 * is none for it.
 */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

    private final SlotPool pool;
    private final Guest.Source source;
    private final PoolLimits limits;
    private final PoolMetrics metrics;
    private final Thread thread;
    private volatile SlotState state = SlotState.COLD;
    private Optional<String> measured = Optional.empty();
    private boolean outgrown;
    private long resets;

    Slot(SlotPool pool, Guest.Source source, PoolLimits limits, PoolMetrics metrics, String name) {
        this.pool = pool;
        this.source = source;
        this.limits = limits;
        this.metrics = metrics;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::live);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    SlotState state() {
        return state;
    }

    private void become(SlotState next) {
        state = state.to(next);
    }

    private void live() {
        String fault = "the thread of a guest died";
        long start = System.nanoTime();
        try (Guest guest = source.make()) {
            fault = "";
            try {
                begin(guest, start);
                serve(guest);
            } finally {
                start = System.nanoTime();
            }
        } catch (GuestFailed e) {
            fault = e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("slot={} state={} defect", thread.getName(), state, e);
            fault = e.toString();
        } finally {
            end(start, fault);
        }
    }

    /** Only a guest that is proved to be its snapshot is ever warm. */
    private void begin(Guest guest, long start) throws GuestFailed {
        prove(guest);
        become(SlotState.WARM);
        metrics.born(since(start));
    }

    private void serve(Guest guest) throws GuestFailed {
        Optional<Ticket> next = pool.next(this);
        while (next.isPresent()) {
            Ticket ticket = next.get();
            try {
                become(SlotState.LEASED);
                metrics.leased(Duration.ofNanos(System.nanoTime() - ticket.askedNanos));
                if (!run(guest, ticket)) {
                    return;
                }
            } catch (RuntimeException | Error defect) {
                ticket.fail(defect);
                throw defect;
            }
            reset(guest);
            next = outgrown ? Optional.empty() : pool.next(this);
        }
    }

    /** Whether the guest is to be reset, which one that runs once is not. The answer is given before that begins. */
    private boolean run(Guest guest, Ticket ticket) {
        long start = System.nanoTime();
        RunTrace trace;
        try {
            trace = guest.run(ticket.input, ticket.limits, ticket.monitor);
        } catch (RuntimeException | Error defect) {
            metrics.ran(Fate.FAULTED, since(start));
            throw defect;
        }
        Fate fate = Fate.of(trace.end());
        metrics.ran(fate, since(start));
        boolean again = fate == Fate.COMPLETED && guest.reusable();
        become(again ? SlotState.RESETTING : SlotState.POISONED);
        ticket.answer(new Answer.Ran(trace, measured));
        return again;
    }

    private void reset(Guest guest) throws GuestFailed {
        long start = System.nanoTime();
        try {
            measured = Optional.empty();
            outgrown = guest.reset() > limits.spare();
            resets++;
            if (limits.proofEvery() > 0 && resets % limits.proofEvery() == 0) {
                prove(guest);
            }
        } catch (GuestFailed e) {
            metrics.spoilt();
            throw e;
        }
        metrics.reset(since(start));
        become(SlotState.WARM);
    }

    private void prove(Guest guest) throws GuestFailed {
        long start = System.nanoTime();
        switch (guest.prove()) {
            case Proof.Equal(String digest) -> {
                metrics.proved(since(start));
                measured = Optional.of(digest);
            }
            case Proof.Residue(String what) -> {
                metrics.residue();
                LOG.error("slot={} residue=\"{}\" resets={}", thread.getName(), what, resets);
                pool.foundResidue(what);
                throw new GuestFailed("a guest is not its snapshot: " + what);
            }
        }
    }

    private void end(long closing, String fault) {
        boolean wasBorn = state != SlotState.COLD;
        if (state != SlotState.WARM && state != SlotState.POISONED) {
            become(SlotState.POISONED);
        }
        become(SlotState.DISCARDED);
        if (wasBorn) {
            metrics.discarded(since(closing));
        } else {
            metrics.stillborn();
        }
        if (!fault.isEmpty()) {
            LOG.warn("slot={} born={} discarded=\"{}\"", thread.getName(), wasBorn, fault);
        }
        pool.gone(this, wasBorn ? "" : fault);
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
