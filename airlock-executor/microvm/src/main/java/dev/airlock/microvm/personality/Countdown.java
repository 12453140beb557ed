package dev.airlock.microvm.personality;

import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;

/** A timer: when it runs out next, and after how long again. Nanoseconds of some clock. */
final class Countdown {
    /** No time at all. */
    static final long NEVER = Long.MAX_VALUE;

    private long next = NEVER;
    private long interval;

    /** @param intervalNanos 0 for once only */
    void set(long nextNanos, long intervalNanos) {
        next = nextNanos;
        interval = intervalNanos;
    }

    void write(StateWriter into) {
        into.number(next);
        into.number(interval);
    }

    /** Sets what {@link #write} wrote. */
    void read(StateReader from) throws BadState {
        long nextNanos = from.number("when a timer runs out", 0, NEVER);
        set(nextNanos, from.number("a timer's interval", 0, Long.MAX_VALUE));
    }

    void stop() {
        set(NEVER, 0);
    }

    long next() {
        return next;
    }

    long interval() {
        return interval;
    }

    boolean isSet() {
        return next != NEVER;
    }

    /** How long until it runs out, at least 1 when it is set; 0 when it is not. */
    long left(long now) {
        return isSet() ? Math.max(1, next - now) : 0;
    }

    /** How often it ran out up to now; the next time lies after now. */
    long take(long now) {
        if (next > now) {
            return 0;
        }
        if (interval == 0) {
            next = NEVER;
            return 1;
        }
        long times = (now - next) / interval + 1;
        long to = next + times * interval;
        next = to < next ? NEVER : to;
        return times;
    }
}
