package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What an emitter thinks of the runtime: {@code airlock_runtime_verdict.v1}.
 *
 * @param kind always {@link #KIND}
 * @param verdictId the emitter's name for it, unique
 * @param timestamp when it was made
 * @param emitter who made it, an identity URI such as {@code jis:airlock:observer}
 * @param runtimeMode what runs programs
 * @param rustAirlock the hardened executor
 * @param trustKernel the trust kernel
 * @param pythonFallback the unprotected path
 * @param externalAiInbound whether external AI may come in
 * @param executionPolicy who may run programs
 * @param snaftPosture the posture that the emitter asks for; the stricter of this and all other fields counts
 * @param reason why, for people
 * @param previousRuntimeMode what it was before, if known
 * @param expiresAt when it stops to count, if ever
 * @param attestationRef what proves it, if anything
 * @param scope whom it is about, see {@link Scope}; the runtime is always the fleet's
 * @param evidence what the emitter saw, for people; it binds nobody
 */
public record Verdict(
        String kind,
        String verdictId,
        Instant timestamp,
        String emitter,
        RuntimeMode runtimeMode,
        RustAirlock rustAirlock,
        TrustKernel trustKernel,
        PythonFallback pythonFallback,
        ExternalInbound externalAiInbound,
        ExecutionPolicy executionPolicy,
        PostureLevel snaftPosture,
        String reason,
        Optional<RuntimeMode> previousRuntimeMode,
        Optional<Instant> expiresAt,
        Optional<String> attestationRef,
        String scope,
        Optional<String> evidence) {
    public static final String KIND = "airlock_runtime_verdict.v1";

    public Verdict {
        if (!kind.equals(KIND)) {
            throw new IllegalArgumentException("kind is " + kind + "; it must be " + KIND);
        }
        Check.id("verdict_id", verdictId);
        Check.time("timestamp", timestamp);
        expiresAt.ifPresent(end -> Check.time("expires_at", end));
        Check.id("emitter", emitter);
        Check.text("reason", reason);
        Scope.of(scope);
        evidence.ifPresent(text -> Check.text("evidence", text));
    }

    /** About the whole fleet, without evidence. */
    public Verdict(
            String kind,
            String verdictId,
            Instant timestamp,
            String emitter,
            RuntimeMode runtimeMode,
            RustAirlock rustAirlock,
            TrustKernel trustKernel,
            PythonFallback pythonFallback,
            ExternalInbound externalAiInbound,
            ExecutionPolicy executionPolicy,
            PostureLevel snaftPosture,
            String reason,
            Optional<RuntimeMode> previousRuntimeMode,
            Optional<Instant> expiresAt,
            Optional<String> attestationRef) {
        this(
                kind,
                verdictId,
                timestamp,
                emitter,
                runtimeMode,
                rustAirlock,
                trustKernel,
                pythonFallback,
                externalAiInbound,
                executionPolicy,
                snaftPosture,
                reason,
                previousRuntimeMode,
                expiresAt,
                attestationRef,
                Scope.FLEET.text(),
                Optional.empty());
    }

    /** The same about another scope. */
    public Verdict about(Scope newScope) {
        return new Verdict(
                kind,
                verdictId,
                timestamp,
                emitter,
                runtimeMode,
                rustAirlock,
                trustKernel,
                pythonFallback,
                externalAiInbound,
                executionPolicy,
                snaftPosture,
                reason,
                previousRuntimeMode,
                expiresAt,
                attestationRef,
                newScope.text(),
                evidence);
    }

    /** The same with what was seen. */
    public Verdict with(String newEvidence) {
        return new Verdict(
                kind,
                verdictId,
                timestamp,
                emitter,
                runtimeMode,
                rustAirlock,
                trustKernel,
                pythonFallback,
                externalAiInbound,
                executionPolicy,
                snaftPosture,
                reason,
                previousRuntimeMode,
                expiresAt,
                attestationRef,
                scope,
                Optional.of(newEvidence));
    }
}
