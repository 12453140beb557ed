package dev.airlock.redteam;

import dev.airlock.schemas.keys.Domain;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** Intents, honest and not. */
final class Wishes {
    private static final String DOMAIN = "airlock/intent/v1";
    private static final int SIGNATURE_BYTES = 64;

    private Wishes() {}

    static Intent honest(String session) {
        return of(session, "code:execute", Origin.LOCAL, "print(1)".getBytes(StandardCharsets.UTF_8));
    }

    static Intent of(String session, String name, Origin origin, byte[] payload) {
        return of(session, name, origin, payload, Backend.SIMULATION);
    }

    private static Intent of(String session, String name, Origin origin, byte[] payload, Backend backend) {
        String id = UUID.randomUUID().toString();
        return new Intent(
                id,
                session,
                name,
                "redteam.aint",
                origin,
                Lane.BUS,
                "",
                Bytes.of(payload),
                10_000,
                0,
                backend,
                Instant.now(),
                id);
    }

    /** What somebody from outside wants: in a guest, since nothing else is for him. */
    static Intent outside(String session) {
        return of(
                session,
                "code:execute",
                Origin.EXTERNAL_AI,
                "print(1)".getBytes(StandardCharsets.UTF_8),
                Backend.MICROVM);
    }

    static String session() {
        return "redteam-" + UUID.randomUUID();
    }

    /**
     * The signed record of {@code intent} in which {@code placeholder} reads as other bytes of the same length, which no
     * honest writer would let through.
     */
    static byte[] disguised(Intent intent, SigningKey key, byte[] placeholder, byte[] other) {
        byte[] body = Intents.body(intent);
        byte[] record = Intents.sealed(intent, key);
        int bodyAt = indexOf(record, body);
        int at = indexOf(body, placeholder);
        System.arraycopy(other, 0, body, at, other.length);
        System.arraycopy(body, 0, record, bodyAt, body.length);
        byte[] signature = key.sign(Domain.signedBytes(DOMAIN, body));
        System.arraycopy(signature, 0, record, record.length - SIGNATURE_BYTES, SIGNATURE_BYTES);
        return record;
    }

    /** Where {@code part} begins in {@code whole}. */
    static int indexOf(byte[] whole, byte[] part) {
        for (int at = 0; at + part.length <= whole.length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("the bytes to be replaced are not there");
    }
}
