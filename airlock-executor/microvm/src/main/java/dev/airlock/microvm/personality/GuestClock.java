package dev.airlock.microvm.personality;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** What time it is for a guest. Its monotonic clock starts with the guest and tells nothing of the host's. */
public final class GuestClock {
    private final long startNanos;
    private final long deadlineNanos;

    private GuestClock(long startNanos, long deadlineNanos) {
        this.startNanos = startNanos;
        this.deadlineNanos = deadlineNanos;
    }

    /** A clock that starts now, for a guest that has until {@code deadlineNanos} on {@link System#nanoTime}. */
    public static GuestClock starting(long deadlineNanos) {
        return new GuestClock(System.nanoTime(), deadlineNanos);
    }

    /** The same clock with another deadline. */
    GuestClock until(long otherDeadlineNanos) {
        return new GuestClock(startNanos, otherDeadlineNanos);
    }

    Instant realtime() {
        return Instant.now();
    }

    long monotonicNanos() {
        return System.nanoTime() - startNanos;
    }

    /** Whether the guest's time is over. */
    public boolean isOver() {
        return System.nanoTime() - deadlineNanos >= 0;
    }

    /** Waits so long, or until the deadline; an interrupt of the host's thread does not shorten a guest's sleep. */
    void sleep(long nanos) {
        long now = System.nanoTime();
        long most = Math.min(Math.max(nanos, 0), Math.max(deadlineNanos - now, 0));
        boolean interrupted = false;
        while (System.nanoTime() - now < most) {
            LockSupport.parkNanos(most - (System.nanoTime() - now));
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what never comes: until the deadline. */
    void sleepForEver() {
        sleep(Long.MAX_VALUE);
    }
}
