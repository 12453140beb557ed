package dev.airlock.policy.model;

import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;

/**
 * How open something would leave us. Its three parts never contradict each other: a stricter execution policy or inbound rule lifts the
 * posture, and every quarantine closes the inbound. A posture does not touch the execution policy: under {@code quarantine_external_ai}
 * internal work goes on unless somebody says otherwise.
 *
 * @param posture the rung of the ladder
 * @param externalAiInbound whether external AI may come in
 * @param executionPolicy who may run programs
 */
public record Stance(PostureLevel posture, ExternalInbound externalAiInbound, ExecutionPolicy executionPolicy) {
    /** Nothing restricted; the neutral element of {@link #strictest}. */
    public static final Stance OPEN = new Stance(
            PostureLevel.NORMAL_ZERO_TRUST,
            ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
            ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD);

    /** What remains of a verdict that has expired, however open it was. */
    public static final Stance EXPIRED = new Stance(
            PostureLevel.QUARANTINE_EXTERNAL_AI, ExternalInbound.DENY, ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY);

    /** Everything shut. */
    public static final Stance SHUT =
            new Stance(PostureLevel.HARD_QUARANTINE, ExternalInbound.DENY, ExecutionPolicy.DENY);

    public Stance {
        posture = stricter(posture, stricter(impliedBy(externalAiInbound), impliedBy(executionPolicy)));
        externalAiInbound = posture == PostureLevel.NORMAL_ZERO_TRUST ? externalAiInbound : ExternalInbound.DENY;
    }

    /** Whether a verdict asks for anything but {@link #OPEN}, or may come to when it expires. */
    static boolean restricts(Verdict verdict) {
        return verdict.expiresAt().isPresent()
                || verdict.runtimeMode() != RuntimeMode.EMBEDDED_ONLINE
                || !of(verdict).equals(OPEN);
    }

    /** What a verdict's three fields ask for. */
    public static Stance of(Verdict verdict) {
        return new Stance(verdict.snaftPosture(), verdict.externalAiInbound(), verdict.executionPolicy());
    }

    /** The stricter of each part. */
    public Stance strictest(Stance other) {
        return new Stance(
                stricter(posture, other.posture),
                stricter(externalAiInbound, other.externalAiInbound),
                stricter(executionPolicy, other.executionPolicy));
    }

    private static PostureLevel impliedBy(ExternalInbound inbound) {
        return switch (inbound) {
            case ALLOW_IF_IDENTITY_BOUND -> PostureLevel.NORMAL_ZERO_TRUST;
            case DENY -> PostureLevel.QUARANTINE_EXTERNAL_AI;
        };
    }

    private static PostureLevel impliedBy(ExecutionPolicy execution) {
        return switch (execution) {
            case ALLOW_THROUGH_TRUST_KERNELD, ALLOW_THROUGH_AIRLOCK -> PostureLevel.NORMAL_ZERO_TRUST;
            case LOCAL_OR_OPERATOR_APPROVED_ONLY -> PostureLevel.QUARANTINE_EXTERNAL_AI;
            case DENY -> PostureLevel.HARD_QUARANTINE;
        };
    }

    /** Each of the three enums lists its constants from open to shut. */
    private static <E extends Enum<E>> E stricter(E one, E other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
