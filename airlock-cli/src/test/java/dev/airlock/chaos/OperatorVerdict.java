package dev.airlock.chaos;

import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.PythonFallback;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.RustAirlock;
import dev.airlock.schemas.model.TrustKernel;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What an operator says of a runtime that is well. */
public final class OperatorVerdict {
    private OperatorVerdict() {}

    /**
     * This level from now on, with external AI let in at the lowest alone.
     *
     * @param scope the fleet, a node, an agent or a session
     */
    public static Verdict of(PostureLevel level, String scope) {
        boolean open = level == PostureLevel.NORMAL_ZERO_TRUST;
        return new Verdict(
                Verdict.KIND,
                "operator-" + UUID.randomUUID(),
                Instant.now(),
                "jis:airlock:operator",
                RuntimeMode.EMBEDDED_ONLINE,
                RustAirlock.EMBEDDED,
                TrustKernel.ONLINE_WITH_AIRLOCK,
                PythonFallback.DISABLED,
                open ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND : ExternalInbound.DENY,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                level,
                "a test",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                scope,
                Optional.empty());
    }
}
