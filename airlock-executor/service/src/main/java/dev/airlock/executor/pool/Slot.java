package dev.airlock.executor.pool;

import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.Proof;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One guest and the thread that it lives and dies with. The thread asks its pool for a task when the guest is warm, and ends when there
 * is none for it.
 */
final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final ScopedValue<Visit> HERE = ScopedValue.newInstance();

    private final SlotPool pool;
    private final Guest.Source source;
    private final PoolLimits limits;
    private final PoolMetrics metrics;
    private final Thread thread;
    private volatile SlotState state = SlotState.COLD;
    private Optional<String> measured = Optional.empty();
    private boolean outgrown;
    private long resets;
    /** Whom the errand that was done last has to be told to. */
    private Optional<Runnable> waitsForUs = Optional.empty();

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
        try {
            Optional<Task> next = pool.next(this, this::tell);
            while (next.isPresent()) {
                switch (next.get()) {
                    case Ticket ticket -> answer(guest, ticket);
                    case Errand errand -> go(guest, errand);
                }
                if (state == SlotState.POISONED) {
                    return;
                }
                if (state == SlotState.RESETTING) {
                    reset(guest);
                }
                next = outgrown ? Optional.empty() : pool.next(this, this::tell);
            }
        } finally {
            tell();
        }
    }

    private void tell() {
        Optional<Runnable> whom = waitsForUs;
        waitsForUs = Optional.empty();
        whom.ifPresent(Runnable::run);
    }

    /** The answer is given before the reset begins. */
    private void answer(Guest guest, Ticket ticket) {
        try {
            ticket.answer(run(guest, ticket.input, ticket.limits, ticket.monitor, ticket.askedNanos));
        } catch (RuntimeException | Error defect) {
            ticket.fail(defect);
            throw defect;
        }
    }

    private void go(Guest guest, Errand errand) {
        waitsForUs = Optional.of(errand.over());
        Visit visit = new Visit(guest);
        ScopedValue.where(HERE, visit).run(errand.work());
        if (visit.defect.isPresent()) {
            throw new IllegalStateException("a guest's run failed", visit.defect.get());
        }
    }

    /** The errand within which this is asked, if it is done by a slot of {@code pool}. */
    static Optional<Visit> visit(SlotPool pool) {
        return HERE.isBound() && HERE.get().isOf(pool) ? Optional.of(HERE.get()) : Optional.empty();
    }

    /** What an errand may do with the guest on whose thread it is. */
    final class Visit {
        private final Guest guest;
        private boolean used;
        private Optional<Throwable> defect = Optional.empty();

        private Visit(Guest guest) {
            this.guest = guest;
        }

        private boolean isOf(SlotPool its) {
            return pool.equals(its);
        }

        /** @throws IllegalStateException the second time */
        Answer run(RunInput input, Limits runLimits, Monitor monitor) {
            if (used) {
                throw new IllegalStateException("an errand runs one payload");
            }
            used = true;
            metrics.asked();
            try {
                return Slot.this.run(guest, input, runLimits, monitor, System.nanoTime());
            } catch (RuntimeException | Error failed) {
                defect = Optional.of(failed);
                throw failed;
            }
        }
    }

    /** Afterwards the guest is to be reset, or is poisoned. */
    private Answer run(Guest guest, RunInput input, Limits runLimits, Monitor monitor, long askedNanos) {
        become(SlotState.LEASED);
        metrics.leased(since(askedNanos));
        long start = System.nanoTime();
        RunTrace trace;
        try {
            trace = guest.run(input, runLimits, monitor);
        } catch (RuntimeException | Error defect) {
            metrics.ran(Fate.FAULTED, since(start));
            throw defect;
        }
        Fate fate = Fate.of(trace.end());
        metrics.ran(fate, since(start));
        boolean again = fate == Fate.COMPLETED && guest.reusable();
        become(again ? SlotState.RESETTING : SlotState.POISONED);
        return new Answer.Ran(trace, measured);
    }

    private void reset(Guest guest) throws GuestFailed {
        long start = System.nanoTime();
        try {
            measured = Optional.empty();
            outgrown = guest.reset() > limits.spare();
            resets++;
            if (limits.proofEvery() > 0 && resets % limits.proofEvery() == 0) {
                tell(); // a proof takes milliseconds, and another guest may be warm
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
