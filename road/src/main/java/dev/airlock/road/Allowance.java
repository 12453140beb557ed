package dev.airlock.road;

import java.time.Duration;

/**
 * How often something may be done: {@code most} times at once, and once more every {@code every}. What is refused is counted until the next
 * time that it is granted. Safe for any thread.
 */
final class Allowance {
    private final long most;
    private final long everyNanos;
    private long left;
    private long sinceNanos;
    private long refused;

    /** @param nowNanos {@link System#nanoTime} */
    Allowance(int most, Duration every, long nowNanos) {
        this.most = most;
        this.everyNanos = every.toNanos();
        this.left = most;
        this.sinceNanos = nowNanos;
    }

    /** Takes one of what is left; false if nothing is. */
    synchronized boolean take(long nowNanos) {
        long earned = Math.max(0, (nowNanos - sinceNanos) / everyNanos);
        sinceNanos += earned * everyNanos;
        left = Math.min(most, left + Math.min(earned, most));
        if (left == 0) {
            refused++;
            return false;
        }
        left--;
        return true;
    }

    /** How many were refused since this was last asked. */
    synchronized long takeRefused() {
        long taken = refused;
        refused = 0;
        return taken;
    }
}
