package dev.airlock.schemas.wire;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.Domain;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Envelope;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.util.Set;

/**
 * A record that counts only with its writer's signature. The signature covers the domain, for example
 * {@code airlock/order/v1}, and the exact bytes of the body, so nothing has to be encoded again to check it.
 */
public final class SignedCodec<T extends Record> {
    private final Codec<T> codec;
    private final String domain;
    private final Set<KeyRole> signers;

    SignedCodec(Codec<T> codec, String domain, Set<KeyRole> signers) {
        this.codec = codec;
        this.domain = domain;
        this.signers = signers;
    }

    /** What it signs the records of. */
    Codec<T> codec() {
        return codec;
    }

    /** The bytes of {@code value}, signed. */
    public byte[] seal(T value, SigningKey key) {
        return Envelopes.signed(codec.encode(value), domain, key);
    }

    /** Whether every node on the bus can read it, so far as {@link Codecs#write} was told of others: if not, who knows the release before only refuses it. */
    public boolean canBeRead(T value) {
        return codec.canBeRead(value);
    }

    /** The record's own bytes, which nobody has signed: for a file of one's own, to be read by {@link #ofBody}. */
    public byte[] body(T value) {
        return codec.encode(value);
    }

    /** What bytes of {@link #body} say. Nobody vouches for them, so they may come from a file of one's own only. */
    public Decoded<T> ofBody(byte[] bytes) {
        return codec.decode(bytes);
    }

    /** What {@code bytes} say, if somebody on {@code ring} who may say it signed it; the body is not even decoded otherwise. */
    public Decoded<Signed<T>> open(byte[] bytes, KeyRing ring) {
        return switch (Envelopes.CODEC.decode(bytes)) {
            case Malformed<Envelope>(String reason) -> new Malformed<>(reason);
            case Good<Envelope>(Envelope envelope) -> open(envelope, ring);
        };
    }

    private Decoded<Signed<T>> open(Envelope envelope, KeyRing ring) {
        if (!envelope.signed()) {
            return new Malformed<>("nobody signed it");
        }
        byte[] body = envelope.body().toArray();
        try {
            KeyId signer = new KeyId(envelope.keyId());
            ring.verify(
                    signers,
                    signer,
                    Domain.signedBytes(domain, body),
                    envelope.signature().toArray());
            return switch (codec.decode(body)) {
                case Malformed<T>(String reason) -> new Malformed<>(reason);
                case Good<T>(T value) ->
                    new Good<>(new Signed<>(value, signer, ring.holder(signer).orElseThrow()));
            };
        } catch (SignatureRejected | IllegalArgumentException e) {
            return new Malformed<>("signature rejected: " + e.getMessage());
        }
    }

    /** The same for a record that callers sign: theirs, if {@code keys} know who speaks. */
    public Decoded<Spoken<T>> openFrom(byte[] bytes, CallerKeys keys) {
        return switch (Envelopes.CODEC.decode(bytes)) {
            case Malformed<Envelope>(String reason) -> new Malformed<>(reason);
            case Good<Envelope>(Envelope envelope) ->
                envelope.signed() ? openFrom(envelope, keys) : new Malformed<>("nobody signed it");
        };
    }

    private Decoded<Spoken<T>> openFrom(Envelope envelope, CallerKeys keys) {
        byte[] body = envelope.body().toArray();
        try {
            KeyId signer = new KeyId(envelope.keyId());
            return switch (keys.of(signer)) {
                case Standing.Stranger _ -> new Malformed<>("signature rejected: nobody known has " + signer);
                case Standing.Barred(String reason) -> new Malformed<>("signature rejected: " + reason);
                case Standing.Speaks(Speaker speaker, VerifyingKey key) -> {
                    key.verify(
                            Domain.signedBytes(domain, body),
                            envelope.signature().toArray());
                    yield switch (codec.decode(body)) {
                        case Malformed<T>(String reason) -> new Malformed<>(reason);
                        case Good<T>(T value) -> new Good<>(new Spoken<>(value, signer, speaker));
                    };
                }
            };
        } catch (SignatureRejected | IllegalArgumentException e) {
            return new Malformed<>("signature rejected: " + e.getMessage());
        }
    }
}
