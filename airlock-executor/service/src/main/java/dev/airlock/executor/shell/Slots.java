package dev.airlock.executor.shell;

import dev.airlock.executor.pool.Errand;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.routes.LaneTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * So many runs at once, each with all that is done around it on one platform thread: the thread of a guest that is warm for it, or one of
 * {@code airlock-slot-N} where there is none. Runs that wait are taken by when they came, each step of their lane's priority being worth a second of
 * waiting: what is urgent goes before, and nothing waits for ever behind it. Any thread may submit.
 */
final class Slots {
    private static final Logger LOG = LoggerFactory.getLogger(Slots.class);

    private static final Duration END_MAX = Duration.ofSeconds(5);
    private static final long STEP_NANOS = Duration.ofSeconds(1).toNanos();

    private final int count;
    private final Guests guests;
    private final LongSupplier nanos;
    private final ExecutorService threads;
    private final Object lock = new Object();
    // All below is guarded by the lock.
    private final PriorityQueue<Turn> waiting = new PriorityQueue<>();
    private final Set<Thread> running = new HashSet<>();
    private long submitted;
    private int busy;
    private boolean ended;

    /** Who may have a warm guest for an order. */
    @FunctionalInterface
    interface Guests {
        /** There is never one. */
        Guests NONE = (_, _) -> false;

        /** Does the errand on the thread of a guest that is warm for the order; false, and nothing is done, if there is none. Waits for no run, boot or disk. */
        boolean take(Order order, Errand errand);
    }

    Slots(int count, Guests guests) {
        this(count, guests, System::nanoTime);
    }

    /** @param nanos as {@link System#nanoTime} gives them */
    Slots(int count, Guests guests, LongSupplier nanos) {
        this.count = count;
        this.guests = guests;
        this.nanos = nanos;
        var all = new ThreadPoolExecutor(
                count,
                count,
                0,
                TimeUnit.NANOSECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("airlock-slot-", 0).daemon().factory());
        all.prestartAllCoreThreads(); // where none can be made, that is found now and not under an order
        this.threads = all;
    }

    /**
     * A run that waits, or is under way.
     *
     * @param due the time from which it is behind nobody but who is due earlier
     * @param number as it was submitted
     * @param work throws nothing
     * @param fails what becomes of it instead
     */
    private record Turn(long due, long number, Order order, Runnable work, Consumer<Throwable> fails)
            implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return due == other.due ? Long.signum(number - other.number) : Long.signum(due - other.due);
        }
    }

    /**
     * Runs it when a slot is free and nobody goes before {@code order}; what it throws ends the stage.
     *
     * @throws RejectedExecutionException after the {@linkplain #end end}
     */
    <T> CompletionStage<T> submit(Order order, Supplier<T> run) {
        int priority = LaneTable.row(order.intent(), order.origin()).priority();
        long due = nanos.getAsLong() - priority * STEP_NANOS;
        CompletableFuture<T> said = new CompletableFuture<>();
        Runnable work = () -> said.completeAsync(run, Runnable::run);
        enter(due, order, work, said::completeExceptionally).ifPresent(this::begin);
        return said;
    }

    /** The turn if it may begin; else it waits. */
    private Optional<Turn> enter(long due, Order order, Runnable work, Consumer<Throwable> fails) {
        synchronized (lock) {
            if (ended) {
                throw new RejectedExecutionException("the slots are gone");
            }
            Turn turn = new Turn(due, submitted++, order, work, fails);
            if (busy == count) {
                waiting.add(turn);
                return Optional.empty();
            }
            Optional<Turn> begins = Optional.of(turn);
            busy++; // behind what may find no memory
            return begins;
        }
    }

    private void begin(Turn turn) {
        try {
            Errand errand = new Errand(() -> run(turn), this::free);
            if (!guests.take(turn.order(), errand)) {
                threads.execute(errand::run);
            }
        } catch (RuntimeException | Error defect) {
            try {
                turn.fails().accept(defect);
                LOG.error("order={} defect", turn.order().key().text(), defect);
            } finally {
                free();
            }
        }
    }

    private void run(Turn turn) {
        Thread here = Thread.currentThread();
        synchronized (lock) {
            running.add(here);
            if (ended) {
                here.interrupt();
            }
        }
        try {
            turn.work().run();
        } finally {
            synchronized (lock) {
                running.remove(here);
            }
        }
    }

    /** A slot is free: who waits longest has it, or nobody. */
    private void free() {
        next().ifPresent(this::begin);
    }

    private Optional<Turn> next() {
        synchronized (lock) {
            Optional<Turn> next = Optional.ofNullable(waiting.poll());
            if (next.isEmpty()) {
                busy--;
                lock.notifyAll();
            }
            return next;
        }
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** Runs under way, and guests that become ready for the next. */
    int busy() {
        synchronized (lock) {
            return busy;
        }
    }

    /** Runs that wait for a slot. */
    int waiting() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /** Waits until nothing runs and nothing waits; false if that takes longer than {@code most}. */
    boolean awaitIdle(Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        synchronized (lock) {
            while (busy > 0) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                lock.wait(left);
            }
            return true;
        }
    }

    /** Takes nothing more, drops what waits, and interrupts what runs. Returns whether all runs ended within five seconds. */
    boolean end() throws InterruptedException {
        List<Thread> interrupted;
        synchronized (lock) {
            ended = true;
            waiting.clear();
            interrupted = List.copyOf(running);
        }
        interrupted.forEach(Thread::interrupt);
        boolean idle = awaitIdle(END_MAX);
        threads.shutdownNow();
        return idle;
    }
}
