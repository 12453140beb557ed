package dev.airlock.microvm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One thread that kicks guests whose time is over. It is woken for a deadline that is earlier than the one it sleeps for, and for no
 * other: a run that ends in time, as nearly all do, wakes nobody. Any thread.
 */
final class Deadlines implements AutoCloseable {
    private static final long FAR_NANOS = TimeUnit.HOURS.toNanos(1);
    /** Later than any run ends, and far from where two times can no longer be compared. */
    private static final long LATEST_NANOS = Long.MAX_VALUE >> 1;
    /** After a kick that failed: the kernel has no room for a signal, or the JVM none for an object. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    // All below is guarded by the lock.
    private final Set<Deadline> armed = new HashSet<>();
    private Thread thread;
    private long sleepsUntil;
    private boolean closed;

    /** A kick to come. */
    final class Deadline {
        private final Runnable kick;
        /** Guarded by the lock. */
        private long at;

        private Deadline(Runnable kick, long at) {
            this.kick = kick;
            this.at = at;
        }

        /** No kick comes of it any more, but for one that is under way. */
        void cancel() {
            lock.lock();
            try {
                armed.remove(this);
            } finally {
                lock.unlock();
            }
        }
    }

    /** A kick that comes {@code nanos} from now unless it is cancelled before; it is short, and harmless once nobody wants it. */
    Deadline arm(Runnable kick, long nanos) {
        Deadline deadline = new Deadline(kick, System.nanoTime() + Math.min(nanos, LATEST_NANOS));
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("deadlines are kept no more");
            }
            armed.add(deadline);
            if (thread == null || !thread.isAlive()) {
                sleepsUntil = deadline.at;
                thread = Thread.ofPlatform().name("airlock-deadlines").daemon().start(this::keep);
            } else if (deadline.at - sleepsUntil < 0) {
                sleepsUntil = deadline.at;
                earlier.signal();
            }
        } finally {
            lock.unlock();
        }
        return deadline;
    }

    private void keep() {
        List<Deadline> over = new ArrayList<>();
        while (sleep(over)) {
            over.forEach(this::fire);
            over.clear();
        }
    }

    /** A kick that fails is tried again for as long as its turn lasts: no guest outlives its deadline for that. */
    private void fire(Deadline deadline) {
        try {
            deadline.kick.run();
        } catch (RuntimeException | Error e) {
            lock.lock();
            try {
                deadline.at = System.nanoTime() + AGAIN_NANOS;
                armed.add(deadline);
                sleepsUntil = System.nanoTime();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Sleeps until a deadline may be over, and takes those that are; false once this is closed. */
    private boolean sleep(List<Deadline> over) {
        lock.lock();
        try {
            long left = sleepsUntil - System.nanoTime();
            while (left > 0 && !closed) {
                earlier.awaitNanos(left);
                left = sleepsUntil - System.nanoTime();
            }
            long now = System.nanoTime();
            sleepsUntil = now + FAR_NANOS;
            for (Deadline deadline : armed) {
                if (deadline.at - now <= 0) {
                    over.add(deadline);
                } else if (deadline.at - sleepsUntil < 0) {
                    sleepsUntil = deadline.at;
                }
            }
            over.forEach(armed::remove);
            return !closed;
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts this thread", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            earlier.signal();
        } finally {
            lock.unlock();
        }
    }
}
