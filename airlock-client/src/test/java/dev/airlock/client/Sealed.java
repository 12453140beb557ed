package dev.airlock.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Tokens and answers for tests: real ones, sealed with keys that are known to all. */
final class Sealed {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final SigningKey GATEWAY = key(2);
    static final KeyRing RING = KeyRing.of(Map.of(GATEWAY.id(), new KeyRing.Holder(KeyRole.GATEWAY, "gateway")));

    private Sealed() {}

    static SigningKey key(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        java.util.Arrays.fill(seed, (byte) filling);
        return SigningKey.fromSeed(seed);
    }

    /** A refusal of an intent, as the gateway seals it. */
    static Token refusal(IntentKey key, String intent, byte[] payload, SigningKey sealer) {
        var times = new Times(
                NOW, Optional.empty(), Optional.of(NOW), Optional.empty(), Optional.empty(), OptionalLong.empty());
        var content = new UnsealedToken(
                new TokenId("018f0000-0000-7000-8000-000000000001"),
                NOW,
                "jis:airlock:gateway",
                "me.aint",
                intent,
                new Erin.Refused(RefusalKind.RULE, "DESTRUCT-001", List.of()),
                new Eraan(
                        key,
                        Sha256.of(payload),
                        Optional.of(Sha256.of(payload)),
                        Optional.of("verdict-1"),
                        Optional.of("posture-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Eromheen(
                        PostureLevel.NORMAL_ZERO_TRUST,
                        RuntimeMode.EMBEDDED_ONLINE,
                        Cause.RUNTIME,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        times,
                        Origin.LOCAL,
                        Optional.of("local"),
                        Lane.FAST),
                "refused");
        return Sealer.seal(content, ChainHead.genesis(new ChainName(sealer.id(), Lane.FAST, 0)), sealer)
                .token();
    }

    /** What a node answers that refuses this frame. */
    static String answerTo(byte[] frame) {
        JsonNode asked = Json.object("the frame", frame, 1 << 21);
        return answer(
                403,
                refusal(
                        new IntentKey(
                                asked.get("session").textValue(),
                                asked.get("id").textValue()),
                        asked.get("intent").textValue(),
                        asked.get("payload").textValue().getBytes(StandardCharsets.UTF_8),
                        GATEWAY));
    }

    static String answer(int status, Token token) {
        return "{\n \"channel_id\": 1, \"status\": " + status + ", \"intent\": \"code:execute\", \"tibet_provenance\": "
                + token.json() + ", \"note\": \"told\"}\n";
    }
}
