package dev.airlock.microvm;

import dev.airlock.linux.ThreadKick;
import dev.airlock.microvm.personality.GuestProcess;
import java.util.function.LongConsumer;

/** Kicks a guest when one of its own timers runs out. Set and closed on the run's thread. */
final class Alarm implements LongConsumer, AutoCloseable {
    /** A guest that asks for less gets on between two signals, and those it missed are one, as Linux has it. */
    private static final long SHORTEST_NANOS = 1_000_000;

    private final Deadlines deadlines;
    private final ThreadKick.Turn kick;
    private Deadlines.Deadline armed;

    Alarm(Deadlines deadlines, ThreadKick.Turn kick) {
        this.deadlines = deadlines;
        this.kick = kick;
    }

    /** @param nanos from now; in place of the time before. {@link GuestProcess#NO_ALARM} for never */
    @Override
    public void accept(long nanos) {
        close();
        if (nanos != GuestProcess.NO_ALARM) {
            armed = deadlines.arm(kick::fire, Math.max(nanos, SHORTEST_NANOS));
        }
    }

    @Override
    public void close() {
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
    }
}
