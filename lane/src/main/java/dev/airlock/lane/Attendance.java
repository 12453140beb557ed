package dev.airlock.lane;

import dev.airlock.schemas.model.TraceContext;
import java.util.Optional;

/**
 * Whoever waits for one intent at the ingress, from the frame to the answer. Two are the same only if they are one object, so nothing
 * overrides {@code equals}.
 */
public interface Attendance {
    /**
     * The next bytes that the program wrote and that are kept, while it runs: all of a stream, one after another, is what the output has of
     * it in the end. Called on the run's thread, which waits for it: it never blocks and never throws. A copy's attendance hears nothing.
     *
     * @param error whether it is standard error
     * @param bytes the attendance's own from here on
     */
    default void wrote(boolean error, byte[] bytes) {}

    /**
     * Somebody else was first with this intent: what comes is told to both. Called before the answer is there, and never for the first one. It never
     * blocks and never throws.
     */
    default void waitsForAnothers() {}

    /** Which of its caller's traces the intent belongs to; for those who look on, and never a reason for anything. */
    default Optional<TraceContext> trace() {
        return Optional.empty();
    }
}
