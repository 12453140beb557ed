package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import java.util.function.BooleanSupplier;

/** How a call waits. There is one thread, so only time can change anything: timers, signals of timers, the deadline. */
final class Waiting {
    /** A timer of shorter intervals runs out several times between two looks, and is told so. */
    private static final long SHORTEST_NANOS = 50_000;

    private final GuestProcess process;

    Waiting(GuestProcess process) {
        this.process = process;
    }

    /** What ended a wait. The end of the guest's own time counts as {@link #TIME}, and so does a guest that is
     * roused: it makes no step before it has been looked at. */
    enum Woken {
        READY,
        SIGNAL,
        TIME
    }

    /** @param point when to give up, on the guest's monotonic clock; {@link Countdown#NEVER} for never */
    Woken until(BooleanSupplier ready, long point) {
        GuestClock clock = process.clock();
        while (true) {
            long now = clock.monotonicNanos();
            process.alarms().look(process, now);
            if (ready.getAsBoolean()) {
                return Woken.READY;
            }
            if (process.signals().isDue()) {
                return Woken.SIGNAL;
            }
            if (now >= point || clock.isOver() || clock.isRoused()) {
                return Woken.TIME;
            }
            long timers = Math.min(
                    process.alarms().nextWhileWaiting(process.signals()),
                    process.descriptors().nextTimer());
            long wake = Math.min(point, Math.max(timers, now + SHORTEST_NANOS));
            clock.sleep(wake == Countdown.NEVER ? Countdown.NEVER : wake - now);
        }
    }

    /** Waits without end; 1 when ready, else the answer of a call that a signal interrupts. */
    long forSignal(BooleanSupplier ready) {
        return until(ready, Countdown.NEVER) == Woken.READY ? 1 : Errors.RESTART;
    }
}
