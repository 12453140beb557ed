package dev.airlock.policy;

import dev.airlock.policy.decide.Coherence;
import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.Moment;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Pulse.BackendPulse;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Verdicts, pulses and moments to test with. */
public final class Fixtures {
    public static final Instant START = Instant.parse("2026-05-29T14:00:00Z");
    public static final Duration SECOND = Duration.ofSeconds(1);

    private Fixtures() {}

    /** A moment so many milliseconds after the start, on both clocks. */
    public static Moment at(long millis) {
        return new Moment(START.plusMillis(millis), millis * 1_000_000);
    }

    /** A coherent verdict of {@code mode}, made at {@code timestamp}. */
    public static Verdict verdict(String id, RuntimeMode mode, Instant timestamp) {
        Coherence.Row row = Coherence.of(mode);
        return new Verdict(
                Verdict.KIND,
                id,
                timestamp,
                Emitters.OBSERVER,
                mode,
                row.rustAirlock(),
                row.trustKernel(),
                row.pythonFallback().getFirst(),
                row.stance().externalAiInbound(),
                row.stance().executionPolicy(),
                row.stance().posture(),
                "because of " + id,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same, but for what binds others. */
    public static Verdict saying(
            Verdict verdict, PostureLevel posture, ExternalInbound inbound, ExecutionPolicy execution) {
        return new Verdict(
                verdict.kind(),
                verdict.verdictId(),
                verdict.timestamp(),
                verdict.emitter(),
                verdict.runtimeMode(),
                verdict.rustAirlock(),
                verdict.trustKernel(),
                verdict.pythonFallback(),
                inbound,
                execution,
                posture,
                verdict.reason(),
                verdict.previousRuntimeMode(),
                verdict.expiresAt(),
                verdict.attestationRef());
    }

    /** An operator's verdict that asks for {@code posture} and leaves all else open. */
    public static Verdict asking(String id, PostureLevel posture, Instant timestamp) {
        return saying(
                by(Emitters.OPERATOR, verdict(id, RuntimeMode.EMBEDDED_ONLINE, timestamp)),
                posture,
                posture == PostureLevel.NORMAL_ZERO_TRUST
                        ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND
                        : ExternalInbound.DENY,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD);
    }

    /** An operator's hard quarantine of one scope, made at the start. */
    public static Verdict hard(String id, Scope scope) {
        return asking(id, PostureLevel.HARD_QUARANTINE, START).about(scope);
    }

    /** The same verdict of another emitter. */
    public static Verdict by(String emitter, Verdict verdict) {
        return new Verdict(
                verdict.kind(),
                verdict.verdictId(),
                verdict.timestamp(),
                emitter,
                verdict.runtimeMode(),
                verdict.rustAirlock(),
                verdict.trustKernel(),
                verdict.pythonFallback(),
                verdict.externalAiInbound(),
                verdict.executionPolicy(),
                verdict.snaftPosture(),
                verdict.reason(),
                verdict.previousRuntimeMode(),
                verdict.expiresAt(),
                verdict.attestationRef());
    }

    /** The same verdict, ending at {@code end}. */
    public static Verdict expiring(Verdict verdict, Instant end) {
        return new Verdict(
                verdict.kind(),
                verdict.verdictId(),
                verdict.timestamp(),
                verdict.emitter(),
                verdict.runtimeMode(),
                verdict.rustAirlock(),
                verdict.trustKernel(),
                verdict.pythonFallback(),
                verdict.externalAiInbound(),
                verdict.executionPolicy(),
                verdict.snaftPosture(),
                verdict.reason(),
                verdict.previousRuntimeMode(),
                Optional.of(end),
                verdict.attestationRef());
    }

    /** A pulse with one backend. */
    public static Pulse pulse(String executor, Instant at, boolean draining, Backend backend, boolean ready) {
        return new Pulse(
                executor,
                0,
                at,
                draining,
                0,
                0,
                List.of(new BackendPulse(backend, ready, label(backend) + " test", "")));
    }

    private static String label(Backend backend) {
        return backend.name().toLowerCase(Locale.ROOT);
    }
}
