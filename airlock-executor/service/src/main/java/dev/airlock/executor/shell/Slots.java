package dev.airlock.executor.shell;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The threads on which guests run: platform threads {@code airlock-slot-N}, since a guest's memory and signals belong to the thread
 * that runs it. Any thread may submit.
 */
final class Slots {
    private static final Duration END_MAX = Duration.ofSeconds(5);

    private final ExecutorService threads;
    private final Object lock = new Object();
    private int waiting;
    private int busy;

    Slots(int count) {
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().name("airlock-slot-", 0).daemon().factory());
    }

    /** Runs it when a slot is free; what it throws ends the stage. */
    <T> CompletionStage<T> submit(Supplier<T> run) {
        count(1, 0);
        return CompletableFuture.supplyAsync(() -> occupied(run), threads);
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
