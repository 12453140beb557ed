package dev.airlock.executor;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Hashes;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Orders to test with; each method changes one thing. */
public record Orders(
        String session,
        String id,
        String intent,
        String payload,
        Origin origin,
        Lane lane,
        Backend backend,
        int deadlineMillis,
        int memoryMib,
        int outputBytes,
        String grantId,
        Instant now,
        Instant expiresAt,
        Mode mode) {
    /** Who signs the intents of tests; a fixed key, since nothing here is secret. */
    public static final SigningKey CALLER = key(1);

    private static final RouteTaken ROUTE =
            new RouteTaken("code:execute", "airlock-python:latest", "python-safe-boot", 256, "code-execute");

    public static SigningKey key(long seed) {
        byte[] bytes = new byte[SigningKey.SEED_BYTES];
        new Random(seed).nextBytes(bytes);
        return SigningKey.fromSeed(bytes);
    }

    public static Orders of(String session, String id, String payload, Instant now) {
        return new Orders(
                session,
                id,
                "code:execute",
                payload,
                Origin.LOCAL,
                Lane.BUS,
                Backend.ANY,
                10_000,
                64,
                65_536,
                "grant-" + session + "-" + id,
                now,
                now.plusSeconds(300),
                Mode.ENFORCE);
    }

    public Orders origin(Origin changed) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                changed,
                lane,
                backend,
                deadlineMillis,
                memoryMib,
                outputBytes,
                grantId,
                now,
                expiresAt,
                mode);
    }

    public Orders lane(Lane changed) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                origin,
                changed,
                backend,
                deadlineMillis,
                memoryMib,
                outputBytes,
                grantId,
                now,
                expiresAt,
                mode);
    }

    public Orders backend(Backend changed) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                origin,
                lane,
                changed,
                deadlineMillis,
                memoryMib,
                outputBytes,
                grantId,
                now,
                expiresAt,
                mode);
    }

    public Orders mode(Mode changed) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                origin,
                lane,
                backend,
                deadlineMillis,
                memoryMib,
                outputBytes,
                grantId,
                now,
                expiresAt,
                changed);
    }

    public Orders deadline(int millis) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                origin,
                lane,
                backend,
                millis,
                memoryMib,
                outputBytes,
                grantId,
                now,
                expiresAt,
                mode);
    }

    public Orders memory(int mib) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                origin,
                lane,
                backend,
                deadlineMillis,
                mib,
                outputBytes,
                grantId,
                now,
                expiresAt,
                mode);
    }

    public Orders grant(String changed) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                origin,
                lane,
                backend,
                deadlineMillis,
                memoryMib,
                outputBytes,
                changed,
                now,
                expiresAt,
                mode);
    }

    public Orders expiring(Instant changed) {
        return new Orders(
                session,
                id,
                intent,
                payload,
                origin,
                lane,
                backend,
                deadlineMillis,
                memoryMib,
                outputBytes,
                grantId,
                now,
                changed,
                mode);
    }

    /** With a file that goes in and is wanted out, if the payload is {@code copy}. */
    public Intent asIntent() {
        return payload.equals("copy")
                ? bareIntent().with(List.of(new NamedFile("a.txt", Bytes.of(new byte[] {1, 2, 3}))), List.of("a.txt"))
                : bareIntent().in(mode);
    }

    private Intent bareIntent() {
        return new Intent(
                id,
                session,
                intent,
                "agent.aint",
                origin,
                lane,
                "",
                Bytes.of(payload.getBytes(StandardCharsets.UTF_8)),
                0,
                0,
                backend,
                now,
                "nonce-1");
    }

    public Order order() {
        byte[] envelope = Intents.sealed(asIntent(), CALLER);
        return order(envelope, bodyHash());
    }

    /** The same order for somebody else. */
    public Order of(SigningKey signer, String principal) {
        return order(Intents.sealed(asIntent(), signer), bodyHash(), principal);
    }

    /** The same order around another envelope. */
    public Order order(byte[] envelope, String intentHash) {
        return order(envelope, intentHash, "local");
    }

    private Order order(byte[] envelope, String intentHash, String principal) {
        return new Order(
                session,
                id,
                intent,
                "agent.aint",
                Bytes.of(envelope),
                intentHash,
                Hashes.sha256(payload.getBytes(StandardCharsets.UTF_8)),
                origin,
                principal,
                ROUTE,
                backend,
                deadlineMillis,
                memoryMib,
                outputBytes,
                new Grant(grantId, "posture-1", "verdict-1", PostureLevel.NORMAL_ZERO_TRUST, now, expiresAt),
                now,
                now);
    }

    private String bodyHash() {
        return switch (Intents.open(Intents.sealed(asIntent(), CALLER), KeyRing.of(Map.of()))) {
            case Decoded.Good<Intents.Opened>(Intents.Opened opened) -> opened.intentHash();
            case Decoded.Malformed<Intents.Opened>(String reason) -> throw new AssertionError(reason);
        };
    }
}
