package dev.airlock.executor.pool;

import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The warm guests of one snapshot. Who wants a run gets the guest that was used last, so that the others can become idle; while none is
 * warm, more are made up to a number, and requests wait in the order in which they came, up to a number. Any thread.
 */
public final class SlotPool implements AutoCloseable {
    private static final Duration END_MAX = Duration.ofSeconds(10);

    private final Guest.Source source;
    private final PoolLimits limits;
    private final PoolMetrics metrics;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below is guarded by the lock. Who waits and who is warm: one of the two is always empty.
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private final Deque<Slot> warm = new ArrayDeque<>();
    private final Map<Slot, Place> places = new HashMap<>();
    private int numbered;
    /** Slots that were idle for too long and are on their way out: they are still in {@link #places}. */
    private int leaving;

    private volatile boolean closed;
    private Optional<String> residue = Optional.empty();

    /** What the pool knows of one of its slots. */
    private static final class Place {
        boolean born;
        boolean leaves;
        /** Set under the lock; the slot's thread, which sleeps until it is there, looks without. */
        volatile Task task;
    }

    /**
     * An open pool, which begins to make its first guests.
     *
     * @param name of its threads, which get a number each
     */
    public SlotPool(Guest.Source source, PoolLimits limits, PoolMetrics metrics, String name) {
        this.source = source;
        this.limits = limits;
        this.metrics = metrics;
        this.name = name;
        guarded(() -> {
            grow();
            return null;
        });
    }

    /**
     * Runs a payload in a warm guest and returns when the run is over, or when it is clear that there will be none. Within an errand of this
     * pool's, the guest is the one on whose thread that is.
     *
     * @throws IllegalStateException if the errand has had its run
     */
    public Answer run(RunInput input, Limits runLimits, Monitor monitor) {
        Optional<Slot.Visit> here = Slot.visit(this);
        if (here.isPresent()) {
            return here.get().run(input, runLimits, monitor);
        }
        metrics.asked();
        Ticket ticket = new Ticket(input, runLimits, monitor, System.nanoTime());
        switch (guarded(() -> admit(ticket))) {
            case Admission.Called(Slot slot) -> LockSupport.unpark(slot.thread());
            case Admission.Waits() -> {}
            case Admission.Refused(Answer answer) -> refuse(ticket, answer);
        }
        return ticket.await();
    }

    /**
     * Does something on the thread of a guest that is warm and for which nobody waits. Returns at once.
     *
     * @return whether there is one; else nothing is done
     */
    public boolean take(Errand errand) {
        Optional<Slot> slot = guarded(() -> {
            Optional<Slot> first = closed ? Optional.empty() : Optional.ofNullable(warm.pollFirst());
            first.ifPresent(one -> places.get(one).task = errand);
            return first;
        });
        slot.ifPresent(one -> LockSupport.unpark(one.thread()));
        return slot.isPresent();
    }

    /** What becomes of a ticket at first. */
    private sealed interface Admission {
        /** It is this slot's, whose thread sleeps. */
        record Called(Slot slot) implements Admission {}

        record Waits() implements Admission {}

        record Refused(Answer answer) implements Admission {}
    }

    private Admission admit(Ticket ticket) {
        if (closed) {
            return new Admission.Refused(new Answer.NoCapacity("the guests are being put away"));
        }
        Slot slot = warm.pollFirst();
        if (slot != null) {
            places.get(slot).task = ticket;
            return new Admission.Called(slot);
        }
        if (waiting.size() >= limits.queueMax() + unborn()) {
            return new Admission.Refused(
                    new Answer.NoCapacity("all %d guests are busy and %d runs wait; ask again later"
                            .formatted(places.size(), waiting.size())));
        }
        waiting.addLast(ticket);
        grow();
        return new Admission.Waits();
    }

    /** Guests that are being made or may still be: each will take one who waits. */
    private int unborn() {
        int born = (int) places.values().stream().filter(place -> place.born).count();
        return limits.slotsMax() - born;
    }

    private void refuse(Ticket ticket, Answer answer) {
        metrics.refused();
        ticket.answer(answer);
    }

    /** Makes as many guests as are missing. */
    private void grow() {
        int inTheMaking =
                (int) places.values().stream().filter(place -> !place.born).count();
        int wanted = Math.max(waiting.size() - inTheMaking, limits.slotsMin() - places.size());
        for (; wanted > 0 && places.size() < limits.slotsMax() && !closed; wanted--) {
            Slot slot = new Slot(this, source, limits, metrics, name + "-" + numbered++);
            places.put(slot, new Place());
            slot.start();
        }
    }

    /**
     * Called by a slot that is warm, on its thread: its next task, for which it sleeps, or nothing if it is to go. It is woken without
     * the lock, which whoever brings a task would still hold.
     *
     * @param warmed told when the slot can be called; who hears of it may call it at once
     */
    Optional<Task> next(Slot slot, Runnable warmed) {
        Place place = guarded(() -> warmed(slot));
        warmed.run();
        sleep(slot, place);
        Optional<Task> task = Optional.ofNullable(place.task);
        place.task = null;
        return task;
    }

    /** The place of a slot that is warm, with the ticket of who waits longest, if somebody does. */
    private Place warmed(Slot slot) {
        Place place = places.get(slot);
        place.born = true;
        changed.signalAll();
        place.task = waiting.pollFirst();
        if (place.task == null && !closed) {
            warm.addFirst(slot);
        }
        return place;
    }

    /** Until there is a task, or the slot is to go. An interrupt is for whoever looks at it next: no wait of ours is without an end. */
    private void sleep(Slot slot, Place place) {
        boolean interrupted = false;
        long end = System.nanoTime() + limits.idle().toNanos();
        while (place.task == null) {
            long left = end - System.nanoTime();
            if (closed || left <= 0) {
                if (guarded(() -> goes(slot, place))) {
                    break;
                }
                end = System.nanoTime() + limits.idle().toNanos();
            } else {
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a slot that has been idle for long, or whose pool is closed, is no more to be called. */
    private boolean goes(Slot slot, Place place) {
        if (place.task != null) {
            return true;
        }
        boolean idle = places.size() - leaving > limits.slotsMin();
        if (!closed && !idle) {
            return false;
        }
        if (!closed) {
            place.leaves = true;
            leaving++;
        }
        warm.remove(slot);
        return true;
    }

    /** A slot is gone. If no guest can be made at all, nobody is left waiting for one. */
    void gone(Slot slot, String stillborn) {
        List<Errand> undone = new ArrayList<>();
        List<Ticket> hopeless = guarded(() -> {
            Place place = places.remove(slot);
            if (place.leaves) {
                leaving--;
            }
            warm.remove(slot);
            switch (place.task) { // brought to a slot that died asleep
                case null -> {}
                case Ticket ticket -> waiting.addFirst(ticket);
                case Errand errand -> undone.add(errand);
            }
            changed.signalAll();
            boolean hope = !closed && (stillborn.isEmpty() || !places.isEmpty());
            if (hope && stillborn.isEmpty()) {
                grow();
            }
            List<Ticket> all = hope ? List.of() : List.copyOf(waiting);
            all.forEach(waiting::remove);
            return all;
        });
        String reason = stillborn.isEmpty() ? "the guests are being put away" : stillborn;
        hopeless.forEach(ticket -> refuse(ticket, new Answer.NoGuest(reason)));
        undone.forEach(
                errand -> Thread.ofPlatform().name(name + "-undone").daemon().start(errand::run));
    }

    /** A reset left something behind: nothing that this pool says of its guests can be believed any more. */
    void foundResidue(String what) {
        guarded(() -> residue = Optional.of(what));
    }

    /** What a proof found that should not have been there; empty if none ever did. */
    public Optional<String> residue() {
        return guarded(() -> residue);
    }

    /** Guests that wait for a run. */
    public int warm() {
        return guarded(warm::size);
    }

    /** Guests that are there or in the making. */
    public int slots() {
        return guarded(places::size);
    }

    /** Runs that wait for a guest. */
    public int waiting() {
        return guarded(waiting::size);
    }

    /** The states of all slots that are not gone. */
    Set<SlotState> states() {
        return guarded(() -> {
            Set<SlotState> states = new HashSet<>();
            places.keySet().forEach(slot -> states.add(slot.state()));
            return states;
        });
    }

    /**
     * Refuses what waits, lets runs under way end, and puts the guests away, for ten seconds at most.
     *
     * @return whether all guests are gone
     */
    public boolean end() {
        List<Ticket> refused = guarded(() -> {
            closed = true;
            places.keySet().forEach(slot -> LockSupport.unpark(slot.thread()));
            List<Ticket> all = List.copyOf(waiting);
            waiting.clear();
            return all;
        });
        refused.forEach(ticket -> refuse(ticket, new Answer.NoCapacity("the guests are being put away")));
        return guarded(() -> {
            long left = END_MAX.toNanos();
            while (!places.isEmpty() && left > 0) {
                left = await(changed, left);
            }
            return places.isEmpty();
        });
    }

    @Override
    public void close() {
        end();
    }

    /** The time left. An interrupt is for whoever looks at it next: no wait of ours is without an end. */
    private static long await(Condition condition, long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        while (true) {
            try {
                condition.awaitNanos(Math.max(1, end - System.nanoTime()));
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return end - System.nanoTime();
    }

    private <T> T guarded(Supplier<T> act) {
        lock.lock();
        try {
            return act.get();
        } finally {
            lock.unlock();
        }
    }
}
