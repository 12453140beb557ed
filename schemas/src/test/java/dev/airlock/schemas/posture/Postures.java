package dev.airlock.schemas.posture;

import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Switches;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Postures and leases to test with. */
public final class Postures {
    static final Instant START = Instant.parse("2026-05-29T14:00:00Z");

    private Postures() {}

    /** The open posture of this sequence number. */
    public static Posture normal(long sequence) {
        return posture(
                sequence,
                PostureLevel.NORMAL_ZERO_TRUST,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD);
    }

    static Posture posture(
            long sequence, PostureLevel level, ExternalInbound externalAiInbound, ExecutionPolicy executionPolicy) {
        return of(sequence, Scope.FLEET, level, externalAiInbound, executionPolicy);
    }

    static Posture of(
            long sequence,
            Scope scope,
            PostureLevel level,
            ExternalInbound externalAiInbound,
            ExecutionPolicy executionPolicy) {
        return new Posture(
                "posture-" + sequence,
                scope.text(),
                sequence,
                level,
                Switches.of(level),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                externalAiInbound,
                executionPolicy,
                "verdict-" + sequence,
                "jis:airlock:observer",
                "a test",
                Optional.empty(),
                List.of(),
                START);
    }

    /** What incidents and operators say of a scope: nobody from outside comes in, and only rescuers run. */
    static Posture hard(long sequence, Scope scope) {
        return of(
                sequence,
                scope,
                PostureLevel.HARD_QUARANTINE,
                ExternalInbound.DENY,
                ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY);
    }

    /** A scope that is as free as the fleet again. */
    static Posture relaxed(long sequence, Scope scope) {
        return of(
                sequence,
                scope,
                PostureLevel.NORMAL_ZERO_TRUST,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD);
    }

    static Lease lease(Posture posture, Instant issuedAt) {
        return new Lease(posture.scope(), posture.postureId(), posture.sequence(), issuedAt, issuedAt.plusSeconds(1));
    }

    /** What binds a reader who has just got {@code posture} and its lease. */
    static Effective inForce(Posture posture) {
        return PostureView.unknown()
                .replay(posture)
                .replay(lease(posture, START), 0)
                .current(START, 0);
    }
}
