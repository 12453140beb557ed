package dev.airlock.chaos;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Intents to send. */
final class Wish {
    /** Refused in every posture and for every origin, so the gateway answers it alone. */
    static final String DESTRUCTIVE = "rm -rf /";

    private Wish() {}

    /** A short run. */
    static Intent run(String session, String id) {
        return saying(session, id, "ok");
    }

    /** A refusal by the gateway. */
    static Intent refusal(String session, String id) {
        return saying(session, id, DESTRUCTIVE);
    }

    static Intent saying(String session, String id, String payload) {
        return of(session, id, payload.getBytes(StandardCharsets.UTF_8), Origin.LOCAL, Backend.ANY);
    }

    static Intent external(String session, String id, String payload) {
        return of(session, id, payload.getBytes(StandardCharsets.UTF_8), Origin.EXTERNAL_AI, Backend.ANY);
    }

    static Intent of(String session, String id, byte[] payload, Origin origin, Backend backend) {
        return new Intent(
                id,
                session,
                "code:execute",
                "chaos.aint",
                origin,
                Lane.BUS,
                "",
                Bytes.of(payload),
                20_000,
                64,
                backend,
                Instant.now(),
                UUID.randomUUID().toString());
    }
}
