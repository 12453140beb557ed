package dev.airlock.schemas.model;

/**
 * The eleven switches of a posture. Which are on follows from the posture alone, see {@link #of}.
 */
public record Switches(
        boolean denyExternalAiInbound,
        boolean denyRemoteToolInvocation,
        boolean denyUnsandboxedExecution,
        boolean dropExternalTraffic,
        boolean isolateSession,
        boolean allowLocalDiagnostics,
        boolean allowOperatorApprovedRepair,
        boolean emitQuarantineEvent,
        boolean emitIncidentToken,
        boolean requireAirlockMarkerOnTokens,
        boolean requireOperatorRecovery) {

    /** The ladder. */
    public static Switches of(PostureLevel posture) {
        boolean normal = posture == PostureLevel.NORMAL_ZERO_TRUST;
        boolean quarantine = posture == PostureLevel.QUARANTINE_EXTERNAL_AI;
        boolean hard = posture == PostureLevel.HARD_QUARANTINE;
        return new Switches(!normal, !normal, !normal, hard, hard, true, true, quarantine, hard, normal, hard);
    }
}
