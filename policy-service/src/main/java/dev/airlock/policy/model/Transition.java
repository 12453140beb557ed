package dev.airlock.policy.model;

import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import java.util.List;
import java.util.Optional;

/**
 * That the posture or the runtime mode is another one than before.
 *
 * @param verdictId the verdict that decided
 * @param emitter who emitted it
 * @param previous where we were; empty at a cold start
 * @param current where we are
 * @param switchesChanged the names of the switches that differ, without the local rescue ones, which are always on
 * @param reason why, for people
 */
public record Transition(
        String verdictId,
        String emitter,
        Optional<Rung> previous,
        Rung current,
        List<String> switchesChanged,
        String reason) {
    /** A place on the ladder. */
    public record Rung(PostureLevel posture, RuntimeMode runtimeMode) {}

    public Transition {
        switchesChanged = List.copyOf(switchesChanged);
    }

    /** Whether there was no posture before. */
    public boolean coldStart() {
        return previous.isEmpty();
    }
}
