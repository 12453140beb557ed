package dev.airlock.lane.shell;

import dev.airlock.lane.journal.NoRoom;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.util.Optional;

/** Counts those who run or wait for a slot, and lets no more in than there may be. Any thread. */
final class Traffic {
    private final int most;
    private int inside;
    private boolean closed;

    Traffic(int most) {
        this.most = most;
    }

    /** Why nobody is let in; empty if the lane is open. */
    synchronized Optional<Refusal> closed() {
        return closed ? Optional.of(draining()) : Optional.empty();
    }

    /** Lets one in, or says why not. */
    synchronized Optional<Refusal> enter() {
        if (closed) {
            return Optional.of(draining());
        }
        if (inside >= most) {
            return Optional.of(new Refusal(
                    RefusalKind.CAPACITY,
                    "waiting_max",
                    most + " intents run or wait for a slot already; try again later"));
        }
        inside++;
        return Optional.empty();
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** Lets nobody in any more, and waits until nobody is inside, or {@code longest} has passed. */
    synchronized void drain(Duration longest) {
        closed = true;
        long end = System.nanoTime() + longest.toNanos();
        try {
            for (long left = longest.toMillis(); inside > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Refusal draining() {
        return new Refusal(RefusalKind.DRAINING, "draining", "the node is going away; try another one, or later");
    }

    static Refusal noRoom(NoRoom cause) {
        return new Refusal(
                RefusalKind.CAPACITY,
                "journal",
                "nothing was run, since its token would have no room: " + cause.getMessage() + "; make room");
    }
}
