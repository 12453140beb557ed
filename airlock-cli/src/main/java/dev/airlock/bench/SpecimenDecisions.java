package dev.airlock.bench;

import dev.airlock.provenance.token.Eraan;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What snaft and a gateway recorded of the intents of {@link Specimen}s. */
final class SpecimenDecisions {
    private static final Bytes ENVELOPE = Bytes.of(new byte[300]);
    private static final int GRANT_SECONDS = 300;

    private final SigningKey gateway = SigningKey.generate(new SecureRandom());
    private final SigningKey snaft = SigningKey.generate(new SecureRandom());

    /** Who signs them. */
    Map<KeyId, Holder> holders() {
        return Map.of(
                gateway.id(), new Holder(KeyRole.GATEWAY, "gateway"),
                snaft.id(), new Holder(KeyRole.SNAFT, "snaft"));
    }

    private static RouteTaken route() {
        return new RouteTaken("code:execute", "airlock-python:latest", "python-safe-boot", 256, "code-execute");
    }

    /** The order of the token of this number. */
    byte[] order(int number) {
        Eraan intent = Specimen.token(number).eraan();
        return Codecs.ORDER.seal(
                new Order(
                        intent.key().session(),
                        intent.key().id(),
                        "code:execute",
                        "somebody.aint",
                        ENVELOPE,
                        intent.intentHash().value(),
                        intent.payloadHash().orElseThrow().value(),
                        Origin.LOCAL,
                        "local",
                        route(),
                        Backend.ANY,
                        10_000,
                        64,
                        65_536,
                        new Grant(
                                intent.grantId().orElseThrow(),
                                "posture-1",
                                "verdict-1",
                                PostureLevel.NORMAL_ZERO_TRUST,
                                Specimen.ASKED,
                                Specimen.ASKED.plusSeconds(GRANT_SECONDS)),
                        Specimen.ASKED,
                        Specimen.ASKED),
                gateway);
    }

    /** The screening before it. */
    byte[] screening(int number) {
        Eraan intent = Specimen.token(number).eraan();
        return Codecs.SCREENING.seal(
                new Screening(
                        intent.key().session(),
                        intent.key().id(),
                        "code:execute",
                        "somebody.aint",
                        ENVELOPE,
                        intent.intentHash().value(),
                        intent.payloadHash().orElseThrow().value(),
                        Origin.LOCAL,
                        "local",
                        true,
                        Backend.ANY,
                        0,
                        64,
                        Optional.of(route()),
                        List.of(),
                        Optional.empty(),
                        Specimen.ASKED,
                        Specimen.ASKED,
                        Risk.BENIGN,
                        100),
                snaft);
    }
}
