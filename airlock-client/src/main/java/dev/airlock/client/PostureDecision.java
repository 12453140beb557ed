package dev.airlock.client;

import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Switch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How guarded a caller is to be. Of what a verdict says the strictest counts: its posture, its word on external AI, its runtime mode, and
 * that it has expired.
 *
 * @param posture the rung of the ladder
 * @param runtimeMode what runs programs, if it was said
 * @param previousRuntimeMode what did before, if it was said
 * @param verdictId the verdict behind it; empty if it names none
 * @param emitter who emitted that; empty if it names none
 * @param reason why, for people
 * @param coherenceWarnings what of the verdict did not fit the rest of it, in words
 * @param expiresAt when it stops to count and external AI is refused, if ever
 */
public record PostureDecision(
        PostureLevel posture,
        Optional<RuntimeMode> runtimeMode,
        Optional<RuntimeMode> previousRuntimeMode,
        String verdictId,
        String emitter,
        String reason,
        List<String> coherenceWarnings,
        Optional<Instant> expiresAt) {
    private static final List<Switch> DENYING =
            List.of(Switch.DROP_EXTERNAL_TRAFFIC, Switch.ISOLATE_SESSION, Switch.DENY_EXTERNAL_AI_INBOUND);

    public PostureDecision {
        coherenceWarnings = List.copyOf(coherenceWarnings);
    }

    /**
     * What a verdict record asks for.
     *
     * @param json an {@code airlock_runtime_verdict.v1} record, at most 64 KiB
     * @throws IllegalArgumentException if it is no such record, or its {@code snaft_posture} is missing or unknown
     */
    public static PostureDecision of(String json) {
        return VerdictReader.read(json);
    }

    /** A posture that policy has decided and whose signature somebody has checked. */
    public static PostureDecision of(Posture posture) {
        PostureLevel level = posture.externalAiInbound() == ExternalInbound.DENY
                ? quarantined(posture.posture())
                : posture.posture();
        return new PostureDecision(
                level,
                Optional.of(posture.runtimeMode()),
                posture.previousRuntimeMode(),
                posture.verdictId(),
                posture.emitter(),
                posture.reason(),
                posture.coherenceWarnings(),
                Optional.empty());
    }

    /** Its eleven switches. */
    public Switches switches() {
        return Switches.of(posture);
    }

    /** The first switch that forbids callers of this origin at this moment; empty if none does. */
    Optional<Switch> denying(Origin origin, Instant now) {
        Switches switches = Switches.of(at(now));
        return DENYING.stream()
                .filter(one -> one.isOn(switches) && concerns(one, origin))
                .findFirst();
    }

    /** The rung at that moment: an expired verdict vouches for nothing. */
    PostureLevel at(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent() ? quarantined(posture) : posture;
    }

    static PostureLevel quarantined(PostureLevel posture) {
        return posture == PostureLevel.NORMAL_ZERO_TRUST ? PostureLevel.QUARANTINE_EXTERNAL_AI : posture;
    }

    private static boolean concerns(Switch one, Origin origin) {
        return switch (origin) {
            case EXTERNAL_AI -> true;
            case EXTERNAL -> one != Switch.DENY_EXTERNAL_AI_INBOUND;
            case INTERNAL, LOCAL, OPERATOR -> false;
        };
    }
}
