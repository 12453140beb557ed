package dev.airlock.gateway.wire;

import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;

/** Reads screenings: snaft's signature, and every value that a token will repeat. */
public final class Screenings {
    private Screenings() {}

    /** What these bytes say; never throws on any bytes. */
    public static Decoded<Screening> read(byte[] bytes, KeyRing ring) {
        return switch (Codecs.SCREENING.open(bytes, ring)) {
            case Malformed<Signed<Screening>>(String reason) -> new Malformed<>(reason);
            case Good<Signed<Screening>>(Signed<Screening> signed) -> checked(signed.value());
        };
    }

    private static Decoded<Screening> checked(Screening screening) {
        try {
            new Sha256(screening.intentHash());
            new Sha256(screening.payloadHash());
            return new Good<>(screening);
        } catch (IllegalArgumentException e) {
            return new Malformed<>("the screening of " + screening.key().text() + ": " + e.getMessage());
        }
    }
}
