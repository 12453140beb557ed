package dev.airlock.executor.sandbox;

import dev.airlock.microvm.personality.Recording;
import dev.airlock.schemas.model.Bytes;
import java.util.Optional;

/** Recordings as they lie in outputs: anybody's bytes. */
public final class Recordings {
    private Recordings() {}

    /** Why no run can live through this again; empty if one can. */
    public static Optional<String> unplayable(Bytes recorded) {
        if (recorded.size() == 0) {
            return Optional.of("its output holds no recording");
        }
        try {
            Recording recording = Recording.of(recorded.toArray());
            if (!recording.whole()) {
                return Optional.of("not all that it read of its clocks is recorded");
            }
            return recording.timers()
                    ? Optional.of("it set a timer, whose signal comes at another instruction each time")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("its recording is none: " + e.getMessage());
        }
    }
}
