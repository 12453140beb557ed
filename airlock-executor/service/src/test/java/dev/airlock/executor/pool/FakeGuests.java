package dev.airlock.executor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.End;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.Proof;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.personality.Tape;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Guests that do what the payload says, and write down every breach of what a slot owes them: one thread from beginning to end, one run
 * at a time, a reset after each run that ended by itself, nothing at all after one that did not.
 */
final class FakeGuests implements Guest.Source {
    static final String COMPLETE = "complete";
    static final String KILL = "kill";
    static final String FAULT = "fault";
    static final String THROW = "throw";
    static final String DIE = "die";
    /** Ends when {@link #gate} gives a permit. */
    static final String WAIT = "wait";

    final Queue<String> breaches = new ConcurrentLinkedQueue<>();
    final List<Fake> made = new CopyOnWriteArrayList<>();
    final Queue<String> order = new ConcurrentLinkedQueue<>();
    final Semaphore gate = new Semaphore(0);
    final Semaphore resetGate = new Semaphore(0);
    final Semaphore proofGate = new Semaphore(0);
    volatile boolean holdResets;
    volatile boolean holdProofs;
    volatile boolean refuseToBeMade;
    volatile boolean leaveResidue;
    volatile boolean failResets;
    volatile boolean runOnce;
    volatile int growth;

    @Override
    public Guest make() throws GuestFailed {
        if (refuseToBeMade) {
            throw new GuestFailed("no machine today");
        }
        Fake fake = new Fake();
        made.add(fake);
        return fake;
    }

    /** Guests that are there. */
    long alive() {
        return made.stream().filter(fake -> !fake.closed).count();
    }

    final class Fake implements Guest {
        final Thread home = Thread.currentThread();
        volatile boolean closed;
        volatile boolean clean = true;
        final AtomicInteger runs = new AtomicInteger();

        @Override
        public RunTrace run(RunInput input, Limits limits, Monitor monitor) {
            check(clean, "a guest ran that is not its snapshot");
            clean = false;
            runs.incrementAndGet();
            String wish = new String(input.payload(), StandardCharsets.UTF_8);
            order.add(wish);
            End end =
                    switch (wish.split(":", -1)[0]) {
                        case KILL -> new End.Killed("socket");
                        case FAULT -> new End.Faulted(End.Blame.GUEST, "page fault");
                        case THROW -> throw new IllegalStateException("a defect");
                        case DIE -> throw new AssertionError("a thread dies");
                        case WAIT -> {
                            gate.acquireUninterruptibly();
                            yield new End.Exited(0);
                        }
                        default -> new End.Exited(0);
                    };
            return new RunTrace(
                    end,
                    input.payload(),
                    new byte[0],
                    Duration.ofNanos(1),
                    1,
                    Collections.emptySortedMap(),
                    4096,
                    List.of(),
                    Tape.fresh().recording(),
                    Optional.empty());
        }

        @Override
        public boolean reusable() {
            return !runOnce;
        }

        @Override
        public int reset() throws GuestFailed {
            check(!clean, "a guest was reset that did not run");
            if (holdResets) {
                resetGate.acquireUninterruptibly();
            }
            if (failResets) {
                throw new GuestFailed("the reset failed");
            }
            clean = true;
            return growth;
        }

        @Override
        public Proof prove() {
            check(clean, "a guest was proved that is not reset");
            if (holdProofs) {
                proofGate.acquireUninterruptibly();
            }
            return leaveResidue ? new Proof.Residue("page 7 differs") : new Proof.Equal("sha256:same");
        }

        @Override
        public void close() {
            check(!closed, "a guest was closed twice");
            closed = true;
        }

        private void check(boolean fact, String otherwise) {
            if (!fact) {
                breaches.add(otherwise);
            }
            if (!Thread.currentThread().equals(home)) {
                breaches.add("a guest was touched by another thread");
            }
            if (closed) {
                breaches.add("a guest was touched that is gone");
            }
        }
    }

    /** What the metrics must say of all this once nothing is under way. */
    static void assertRelations(PoolCounters counters, long present) {
        TreeMap<String, Long> at = new TreeMap<>(counters.reading());
        assertThat(at.get("ASKED")).as(at.toString()).isEqualTo(at.get("LEASED") + at.get("REFUSED"));
        assertThat(at.get("LEASED"))
                .as(at.toString())
                .isEqualTo(at.get("COMPLETED") + at.get("ENDED") + at.get("FAULTED"));
        assertThat(at.get("COMPLETED")).as(at.toString()).isEqualTo(at.get("RESET") + at.get("SPOILT"));
        assertThat(at.get("BORN")).as(at.toString()).isEqualTo(at.get("DISCARDED") + present);
    }
}
