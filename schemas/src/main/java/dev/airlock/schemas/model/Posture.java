package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How guarded we are, as policy decided it.
 *
 * @param postureId the name of this decision, unique
 * @param scope whom it binds, see {@link Scope}
 * @param sequence grows by one with each posture of any scope
 * @param posture the rung of the ladder
 * @param switches what that means, one by one
 * @param cause who made it so, and so who may end it
 * @param runtimeMode what runs programs
 * @param externalAiInbound the strictest word on external AI
 * @param executionPolicy the strictest word on running programs
 * @param verdictId the verdict that decided
 * @param emitter who emitted that verdict
 * @param reason why, for people
 * @param previousRuntimeMode what ran programs before, if known
 * @param coherenceWarnings the fields of the verdict that do not fit its mode
 * @param decidedAt when
 */
public record Posture(
        String postureId,
        String scope,
        long sequence,
        PostureLevel posture,
        Switches switches,
        Cause cause,
        RuntimeMode runtimeMode,
        ExternalInbound externalAiInbound,
        ExecutionPolicy executionPolicy,
        String verdictId,
        String emitter,
        String reason,
        Optional<RuntimeMode> previousRuntimeMode,
        List<String> coherenceWarnings,
        Instant decidedAt) {
    /** The scope of a posture that binds everybody. */
    public static final String FLEET = "fleet";

    public Posture {
        Check.id("posture_id", postureId);
        Scope.of(scope);
        Check.range("sequence", sequence, 0, Long.MAX_VALUE);
        if (!switches.equals(Switches.of(posture))) {
            throw new IllegalArgumentException("the switches are not those of " + posture);
        }
        Check.id("verdict_id", verdictId);
        Check.id("emitter", emitter);
        Check.text("reason", reason);
        Check.time("decided_at", decidedAt);
        coherenceWarnings = List.copyOf(coherenceWarnings);
    }

    /** Whether it restricts nobody, so that a scope under it is as free as the fleet. */
    public boolean open() {
        return posture == PostureLevel.NORMAL_ZERO_TRUST
                && externalAiInbound == ExternalInbound.ALLOW_IF_IDENTITY_BOUND
                && executionPolicy == ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD;
    }
}
