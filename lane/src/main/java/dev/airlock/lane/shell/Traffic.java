package dev.airlock.lane.shell;

import dev.airlock.lane.journal.NoRoom;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.LaneTable;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts those who run or wait for a slot, and lets no more in than there may be. A few places are kept for what is urgent, so that no crowd of
 * others keeps out whoever is to mend the system. Any thread.
 */
final class Traffic {
    /** How many more of those with a priority of {@link LaneTable#OPERATORS} or above may be inside. */
    static final int KEPT = 32;

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

    /**
     * Lets one in, or says why not.
     *
     * @param priority of its lane's row
     */
    synchronized Optional<Refusal> enter(int priority) {
        if (closed) {
            return Optional.of(draining());
        }
        if (inside >= (priority >= LaneTable.OPERATORS.priority() ? most + KEPT : most)) {
            return Optional.of(new Refusal(
                    RefusalKind.CAPACITY,
                    "waiting_max",
                    inside + " intents run or wait for a slot already; try again later"));
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
