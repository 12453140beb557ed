package dev.airlock.schemas.wire;

import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.Domain;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Acting;
import dev.airlock.schemas.model.Envelope;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Link;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.util.List;
import java.util.Optional;

/** Intents on the bus. Anybody may publish one; who signed it decides what it may do. */
public final class Intents {
    private static final String DOMAIN = "airlock/intent/v1";
    private static final CallerKeys NOBODY = _ -> new Standing.Stranger();

    private Intents() {}

    /** The record of {@code intent}, signed by its caller. */
    public static byte[] sealed(Intent intent, SigningKey key) {
        return Envelopes.signed(Codecs.INTENT.encode(intent), DOMAIN, key);
    }

    /** The record of {@code intent} that nobody vouches for. */
    public static byte[] unsigned(Intent intent) {
        return Envelopes.unsigned(Codecs.INTENT.encode(intent));
    }

    /** Who signed an intent. */
    public sealed interface Caller {
        /**
         * By what copies are told apart: the key, and not its holder's name, which another may have. Those who did not sign cannot be told
         * apart, except by what they ask to be.
         *
         * @param asked as what the intent says that it wants to be treated
         */
        default String sender(Origin asked) {
            return switch (this) {
                case Known(Speaker _, KeyId key) -> key.value();
                case Unknown _ -> "unsigned as " + asked;
                case Forged _ -> "forged";
            };
        }

        /** Somebody known whose signature is good, with this key. */
        record Known(Speaker speaker, KeyId key) implements Caller {}

        /** Nobody, or a key of a stranger. */
        record Unknown() implements Caller {}

        /** Somebody who claims a key that did not sign this, or one that speaks for nobody any more. */
        record Forged(String reason) implements Caller {}
    }

    /**
     * An intent that was read.
     *
     * @param intent what it says; nothing of it is proven unless the caller is known
     * @param caller who signed it
     * @param intentHash {@code sha256:} of the signed body
     * @param payloadHash {@code sha256:} of the payload
     * @param chain the delegations that it rests on, opened; those of an unknown caller count for nothing and are not looked at
     */
    public record Opened(Intent intent, Caller caller, String intentHash, String payloadHash, List<Link> chain) {
        /** Who sends it, as copies are told apart. */
        public String sender() {
            return caller.sender(intent.origin());
        }

        /** {@code sha256:} over the payload and all input files, as copies are told apart. */
        public String contentHash() {
            return Hashes.contents(payloadHash, intent.inputs());
        }

        /** On whose behalf it is wanted. */
        public Acting acting() {
            return new Acting(
                    caller instanceof Caller.Known known
                            ? Optional.of(known.key().value())
                            : Optional.empty(),
                    chain);
        }
    }

    private static Opened opened(Intent intent, byte[] body, Caller caller, CallerKeys keys) {
        return new Opened(
                intent,
                caller,
                Hashes.sha256(body),
                Hashes.sha256(intent.payload().toArray()),
                Delegations.open(intent.delegations(), caller instanceof Caller.Known ? keys : NOBODY));
    }

    /** The body of {@code intent}: what is signed. */
    public static byte[] body(Intent intent) {
        return Codecs.INTENT.encode(intent);
    }

    /**
     * What a caller's record says, whoever signed it: an envelope, or the bare body of an intent that never left its process. The caller is
     * unknown, since nobody looked. Never throws on any bytes.
     */
    public static Decoded<Opened> contents(byte[] record) {
        byte[] body = Envelopes.CODEC.decode(record) instanceof Good<Envelope>(Envelope envelope)
                ? envelope.body().toArray()
                : record;
        return switch (Codecs.INTENT.decode(body)) {
            case Malformed<Intent>(String reason) -> new Malformed<>(reason);
            case Good<Intent>(Intent intent) -> new Good<>(vouched(intent, body, new Caller.Unknown()));
        };
    }

    /** An intent that never left this process, whose ingress says itself who its caller is; no delegation in it counts. */
    public static Opened vouched(Intent intent, byte[] body, Caller caller) {
        return vouched(intent, body, caller, NOBODY);
    }

    /** The same where {@code keys} know of delegations. */
    public static Opened vouched(Intent intent, byte[] body, Caller caller, CallerKeys keys) {
        return opened(intent, body, caller, keys);
    }

    /** What {@code bytes} say, and who says it. */
    public static Decoded<Opened> open(byte[] bytes, CallerKeys keys) {
        return switch (Envelopes.CODEC.decode(bytes)) {
            case Malformed<Envelope>(String reason) -> new Malformed<>(reason);
            case Good<Envelope>(Envelope envelope) -> open(envelope, keys);
        };
    }

    private static Decoded<Opened> open(Envelope envelope, CallerKeys keys) {
        byte[] body = envelope.body().toArray();
        return switch (Codecs.INTENT.decode(body)) {
            case Malformed<Intent>(String reason) -> new Malformed<>(reason);
            case Good<Intent>(Intent intent) -> new Good<>(opened(intent, body, callerOf(envelope, body, keys), keys));
        };
    }

    private static Caller callerOf(Envelope envelope, byte[] body, CallerKeys keys) {
        if (!envelope.signed()) {
            return new Caller.Unknown();
        }
        try {
            KeyId signer = new KeyId(envelope.keyId());
            return switch (keys.of(signer)) {
                case Standing.Stranger _ -> new Caller.Unknown();
                case Standing.Barred(String reason) -> new Caller.Forged(reason);
                case Standing.Speaks(Speaker speaker, VerifyingKey key) -> {
                    key.verify(
                            Domain.signedBytes(DOMAIN, body),
                            envelope.signature().toArray());
                    yield new Caller.Known(speaker, signer);
                }
            };
        } catch (SignatureRejected | IllegalArgumentException e) {
            return new Caller.Forged(e.getMessage());
        }
    }
}
