package dev.airlock.schemas.wire;

import dev.airlock.schemas.keys.Domain;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Envelope;

/** How a record is put into an envelope. */
final class Envelopes {
    static final Codec<Envelope> CODEC = Codec.of(Envelope.class, "envelope");

    private Envelopes() {}

    static byte[] signed(byte[] body, String domain, SigningKey key) {
        byte[] signature = key.sign(Domain.signedBytes(domain, body));
        return CODEC.encode(new Envelope(key.id().value(), Bytes.of(body), Bytes.of(signature)));
    }

    static byte[] unsigned(byte[] body) {
        return CODEC.encode(new Envelope("", Bytes.of(body), Bytes.EMPTY));
    }
}
