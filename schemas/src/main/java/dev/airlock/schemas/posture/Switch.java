package dev.airlock.schemas.posture;

import dev.airlock.schemas.model.Switches;
import java.util.Locale;
import java.util.function.Predicate;

/** The eleven switches by name, in the order of the ladder's table. */
public enum Switch {
    DENY_EXTERNAL_AI_INBOUND(Switches::denyExternalAiInbound),
    DENY_REMOTE_TOOL_INVOCATION(Switches::denyRemoteToolInvocation),
    DENY_UNSANDBOXED_EXECUTION(Switches::denyUnsandboxedExecution),
    DROP_EXTERNAL_TRAFFIC(Switches::dropExternalTraffic),
    ISOLATE_SESSION(Switches::isolateSession),
    /** Local rescue: on in every posture. */
    ALLOW_LOCAL_DIAGNOSTICS(Switches::allowLocalDiagnostics),
    /** Local rescue: on in every posture. */
    ALLOW_OPERATOR_APPROVED_REPAIR(Switches::allowOperatorApprovedRepair),
    EMIT_QUARANTINE_EVENT(Switches::emitQuarantineEvent),
    EMIT_INCIDENT_TOKEN(Switches::emitIncidentToken),
    REQUIRE_AIRLOCK_MARKER_ON_TOKENS(Switches::requireAirlockMarkerOnTokens),
    REQUIRE_OPERATOR_RECOVERY(Switches::requireOperatorRecovery);

    private final Predicate<Switches> on;

    Switch(Predicate<Switches> on) {
        this.on = on;
    }

    /** Whether it is on in {@code switches}. */
    public boolean isOn(Switches switches) {
        return on.test(switches);
    }

    /** Its name on the wire and in refusals: {@code deny_external_ai_inbound}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
