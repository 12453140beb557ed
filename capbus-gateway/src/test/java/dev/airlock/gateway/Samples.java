package dev.airlock.gateway;

import dev.airlock.gateway.model.Limits;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the gateway's tests are about. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
    public static final Limits LIMITS =
            new Limits(Duration.ofSeconds(10), Duration.ofMinutes(5), 65_536, Duration.ofMinutes(5));
    public static final RouteTaken ROUTE =
            new RouteTaken("code:execute", "airlock-python:latest", "python-safe-boot", 256, "code-execute");

    public static final SigningKey GATEWAY = key(1);
    public static final SigningKey INGRESS = key(2);
    public static final SigningKey SNAFT = key(3);
    public static final SigningKey EXECUTOR = key(4);
    public static final SigningKey POLICY = key(5);
    public static final SigningKey LOCAL = key(6);
    public static final SigningKey OPERATOR = key(7);
    public static final SigningKey ANN = key(8);
    public static final KeyRing RING = KeyRing.of(Map.of(
            GATEWAY.id(), new KeyRing.Holder(KeyRole.GATEWAY, "gateway"),
            INGRESS.id(), new KeyRing.Holder(KeyRole.GATEWAY, "ingress"),
            SNAFT.id(), new KeyRing.Holder(KeyRole.SNAFT, "snaft"),
            EXECUTOR.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor"),
            POLICY.id(), new KeyRing.Holder(KeyRole.POLICY, "policy"),
            LOCAL.id(), new KeyRing.Holder(KeyRole.LOCAL, "me"),
            OPERATOR.id(), new KeyRing.Holder(KeyRole.OPERATOR, "operator"),
            ANN.id(), new KeyRing.Holder(KeyRole.OPERATOR, "operator@ann")));

    private Samples() {}

    private static SigningKey key(int number) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) number;
        return SigningKey.fromSeed(seed);
    }

    /** What a healthy fleet says. */
    public static Posture posture(PostureLevel level) {
        return posture(1, Scope.FLEET, level);
    }

    /** The same of any scope. */
    public static Posture posture(long sequence, Scope scope, PostureLevel level) {
        boolean open = level == PostureLevel.NORMAL_ZERO_TRUST;
        return new Posture(
                "posture-" + sequence,
                scope.text(),
                sequence,
                level,
                Switches.of(level),
                Cause.RUNTIME,
                open ? RuntimeMode.EMBEDDED_ONLINE : RuntimeMode.OFFLINE,
                open ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND : ExternalInbound.DENY,
                open ? ExecutionPolicy.ALLOW_THROUGH_AIRLOCK : ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY,
                "verdict-1",
                "jis:airlock:observer",
                "a test said so",
                Optional.empty(),
                List.of(),
                NOW);
    }

    public static Lease lease(Instant issuedAt) {
        return new Lease(Posture.FLEET, "posture-1", 1, issuedAt, issuedAt.plusSeconds(1));
    }

    /** The posture as it binds a reader who has a lease. */
    public static Effective effective(PostureLevel level) {
        return PostureView.unknown()
                .replay(posture(level))
                .replay(lease(NOW), 0)
                .current(NOW, 0);
    }

    /** Nothing is known. */
    public static Effective stale() {
        return PostureView.unknown().current(NOW, 0);
    }

    /** A screening that may go on, to be bent. */
    public static Ask ask() {
        return new Ask("s-1", "i-1", "print(1)", Origin.LOCAL, true, Backend.ANY, 0, 0, Optional.empty());
    }

    /** The parts of a screening that the gateway looks at. */
    public record Ask(
            String session,
            String id,
            String payload,
            Origin origin,
            boolean bound,
            Backend backend,
            int timeoutMillis,
            int memoryMib,
            Optional<Refusal> refusal) {
        public Ask by(Origin other) {
            return new Ask(session, id, payload, other, bound, backend, timeoutMillis, memoryMib, refusal);
        }

        public Ask in(String other) {
            return new Ask(other, id, payload, origin, bound, backend, timeoutMillis, memoryMib, refusal);
        }

        public Ask named(String other) {
            return new Ask(session, other, payload, origin, bound, backend, timeoutMillis, memoryMib, refusal);
        }

        public Ask saying(String other) {
            return new Ask(session, id, other, origin, bound, backend, timeoutMillis, memoryMib, refusal);
        }

        public Ask unbound() {
            return new Ask(session, id, payload, origin, false, backend, timeoutMillis, memoryMib, refusal);
        }

        public Ask on(Backend other) {
            return new Ask(session, id, payload, origin, bound, other, timeoutMillis, memoryMib, refusal);
        }

        public Ask within(int millis, int mib) {
            return new Ask(session, id, payload, origin, bound, backend, millis, mib, refusal);
        }

        public Ask refused(Refusal by) {
            return new Ask(session, id, payload, origin, bound, backend, timeoutMillis, memoryMib, Optional.of(by));
        }

        /** The same on behalf of these. */
        public Screening onBehalfOf(String... names) {
            Screening own = screening();
            return new Screening(
                    own.session(),
                    own.intentId(),
                    own.intent(),
                    own.fromAint(),
                    own.envelope(),
                    own.intentHash(),
                    own.payloadHash(),
                    own.origin(),
                    own.principal(),
                    own.identityBound(),
                    own.backend(),
                    own.timeoutMillis(),
                    own.memoryMib(),
                    own.route(),
                    own.hits(),
                    own.refusal(),
                    own.createdAt(),
                    own.screenedAt(),
                    own.risk(),
                    own.trustPercent(),
                    List.of(names));
        }

        public Screening screening() {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            byte[] body = (session + "/" + id + "/" + payload).getBytes(StandardCharsets.UTF_8);
            return new Screening(
                    session,
                    id,
                    "code:execute",
                    "agent.aint",
                    Bytes.of(bytes),
                    Hashes.sha256(body),
                    Hashes.sha256(bytes),
                    origin,
                    bound ? "me" : "anonymous",
                    bound,
                    backend,
                    timeoutMillis,
                    memoryMib,
                    refusal.isPresent() ? Optional.empty() : Optional.of(ROUTE),
                    List.of(),
                    refusal,
                    NOW.minusMillis(20),
                    NOW.minusMillis(10),
                    Risk.SENSITIVE,
                    50);
        }
    }
}
