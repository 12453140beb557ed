package dev.airlock.bench;

import dev.airlock.executor.model.SandboxKind;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** The intent that is measured: the README's first program. */
final class Wish {
    static final String INTENT = "code:execute";
    static final Bytes PAYLOAD = Bytes.of("print(sum(range(10)))".getBytes(StandardCharsets.UTF_8));

    private Wish() {}

    /** The signed record of an intent of this name that asks for {@code backend}. */
    static byte[] sealed(String name, String session, SandboxKind backend, Instant now, SigningKey key) {
        return Intents.sealed(
                new Intent(
                        name,
                        session,
                        INTENT,
                        "bench.aint",
                        Origin.LOCAL,
                        Lane.BUS,
                        "",
                        PAYLOAD,
                        0,
                        0,
                        backend.backend(),
                        now,
                        UUID.randomUUID().toString()),
                key);
    }
}
