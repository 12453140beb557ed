package dev.airlock.lane;

import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Values for tests of the lane. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00.000001Z");

    private Samples() {}

    public static Begun begun(String id) {
        String hash = Hashes.sha256(id.getBytes(StandardCharsets.UTF_8));
        return new Begun(
                "session",
                id,
                "code:execute",
                "test.aint",
                hash,
                hash,
                Origin.LOCAL,
                "local",
                "grant-1",
                "posture-1",
                "verdict-1",
                PostureLevel.NORMAL_ZERO_TRUST,
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                NOW,
                NOW,
                NOW,
                List.of());
    }
}
