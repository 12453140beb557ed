package dev.airlock.executor.shell;

import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.routes.LaneTable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The threads on which guests run: platform threads {@code airlock-slot-N}, since a guest's memory and signals belong to the thread
 * that runs it. Runs that wait are taken by when they came, each step of their lane's priority being worth a second of waiting: what is urgent goes
 * before, and nothing waits for ever behind it. Any thread may submit.
 */
final class Slots {
    private static final Duration END_MAX = Duration.ofSeconds(5);
    private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final int count;
    private final LongSupplier nanos;
    private final ExecutorService threads;
    private final AtomicLong submitted = new AtomicLong();
    private final Object lock = new Object();
    private int waiting;
    private int busy;

    Slots(int count) {
        this(count, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} gives them */
    Slots(int count, LongSupplier nanos) {
        this.count = count;
        this.nanos = nanos;
        this.threads = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.NANOSECONDS,
                new PriorityBlockingQueue<>(),
                Thread.ofPlatform().name("airlock-slot-", 0).daemon().factory());
    }

    /**
     * A run that waits.
     *
     * @param due the time from which it is behind nobody but who is due earlier
     * @param number as it was submitted
     */
    private record Turn(long due, long number, Runnable work) implements Runnable, Comparable<Turn> {
        @Override
        public void run() {
            work.run();
        }

        @Override
        public int compareTo(Turn other) {
            return due == other.due ? Long.signum(number - other.number) : Long.signum(due - other.due);
        }
    }

    /** Runs it when a slot is free and nobody goes before {@code order}; what it throws ends the stage. */
    <T> CompletionStage<T> submit(Order order, Supplier<T> run) {
        int priority = LaneTable.row(order.intent(), order.origin()).priority();
        long due = nanos.getAsLong() - priority * STEP_NANOS;
        count(1, 0);
        return CompletableFuture.supplyAsync(
                () -> occupied(run), task -> threads.execute(new Turn(due, submitted.getAndIncrement(), task)));
    }

    private <T> T occupied(Supplier<T> run) {
        count(-1, 1);
        try {
            return run.get();
        } finally {
            count(0, -1);
        }
    }

    private void count(int moreWaiting, int moreBusy) {
        synchronized (lock) {
            waiting += moreWaiting;
            busy += moreBusy;
            lock.notifyAll();
        }
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** Runs under way. */
    int busy() {
        synchronized (lock) {
            return busy;
        }
    }

    /** Runs that wait for a slot. */
    int waiting() {
        synchronized (lock) {
            return waiting;
        }
    }

    /** Waits until nothing runs and nothing waits; false if that takes longer than {@code most}. */
    boolean awaitIdle(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (lock) {
            while (busy + waiting > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                lock.wait(left);
            }
            return true;
        }
    }

    /** Takes nothing more and drops what waits. Returns whether all runs ended within five seconds. */
    boolean end() throws InterruptedException {
        threads.shutdownNow();
        return threads.awaitTermination(END_MAX.toNanos(), TimeUnit.NANOSECONDS);
    }
}
