package dev.airlock.provenance.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.provenance.export.EnvelopeRejected.Reason;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;

/**
 * Signed envelopes: DSSE 1.0.2 (secure-systems-lab/dsse) with one Ed25519 signature, whose {@code keyid} is the key's id. What is signed
 * is not the payload but {@link #pae}, so that bytes signed as one type are never taken for another.
 */
public final class Dsse {
    /** The longest payload. */
    public static final int PAYLOAD_BYTES_MAX = 32 << 20;

    private Dsse() {}

    /** The pre-authentication encoding: {@code DSSEv1 LENGTH TYPE LENGTH PAYLOAD}, lengths in bytes and decimal. */
    static byte[] pae(String payloadType, byte[] payload) {
        byte[] type = payloadType.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(payload.length + type.length + 32);
        bytes.writeBytes(("DSSEv1 " + type.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(type);
        bytes.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /**
     * The envelope around a payload as one line of JSON.
     *
     * @throws IllegalArgumentException if the payload is longer than {@link #PAYLOAD_BYTES_MAX}
     */
    public static String sign(String payloadType, byte[] payload, SigningKey key) {
        if (payload.length > PAYLOAD_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a payload of " + payload.length + " bytes, and at most " + PAYLOAD_BYTES_MAX + " are signed");
        }
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("payload", Base64.getEncoder().encodeToString(payload));
        envelope.put("payloadType", payloadType);
        envelope.putArray("signatures")
                .addObject()
                .put("keyid", key.id().value())
                .put("sig", Base64.getEncoder().encodeToString(key.sign(pae(payloadType, payload))));
        return envelope.toString();
    }

    /**
     * The payload of an envelope of the wanted type that one of these keys has signed. Signatures by others are passed over.
     *
     * @throws EnvelopeRejected with the first reason
     */
    public static byte[] open(byte[] envelope, String wantedType, Collection<VerifyingKey> keys)
            throws EnvelopeRejected {
        if (envelope.length > PAYLOAD_BYTES_MAX / 2 * 3) {
            throw new EnvelopeRejected(Reason.TOO_LARGE, envelope.length + " bytes are more than an envelope has");
        }
        ObjectNode object = Trees.object(envelope, "payload", "payloadType", "signatures");
        byte[] payload = base64(object, "payload");
        if (!Trees.text(object, "payloadType").equals(wantedType)) {
            throw new EnvelopeRejected(Reason.WRONG_TYPE, "the envelope holds something else than " + wantedType);
        }
        byte[] signed = pae(wantedType, payload);
        for (JsonNode signature : object.get("signatures")) {
            Trees.requireMembers(signature, "keyid", "sig");
            Optional<VerifyingKey> key = of(keys, Trees.text(signature, "keyid"));
            if (key.isPresent()) {
                requireSignature(key.get(), signed, base64(signature, "sig"));
                return payload;
            }
        }
        throw new EnvelopeRejected(Reason.UNKNOWN_KEY, "the envelope is signed by no key that was given");
    }

    private static Optional<VerifyingKey> of(Collection<VerifyingKey> keys, String id) {
        return keys.stream().filter(key -> key.id().value().equals(id)).findFirst();
    }

    private static void requireSignature(VerifyingKey key, byte[] signed, byte[] signature) throws EnvelopeRejected {
        try {
            key.verify(signed, signature);
        } catch (SignatureRejected _) {
            throw new EnvelopeRejected(
                    Reason.BAD_SIGNATURE, "the signature is not by " + key.id() + " over this payload and type");
        }
    }

    private static byte[] base64(JsonNode object, String member) throws EnvelopeRejected {
        String text = Trees.text(object, member);
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // falls through: not base64 is as wrong as base64 in another form
        }
        throw Trees.malformed(member + " must be padded base64 (RFC 4648 section 4)");
    }
}
