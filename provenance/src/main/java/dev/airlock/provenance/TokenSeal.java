package dev.airlock.provenance;

import static dev.airlock.provenance.TokenRejected.Reason.BAD_FIELD;
import static dev.airlock.provenance.TokenRejected.Reason.BAD_SIGNATURE;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * How a seal stands in a whole JSON token: {@code signature}, the 64 bytes by Ed25519, and of a hybrid key {@code second_signature}, the rest. Records and logs
 * carry one behind the other.
 */
public final class TokenSeal {
    /** What stands beside the signed members, of a hybrid key's token. */
    static final Set<String> BESIDE = Set.of("hash", "signature", "second_signature");

    private static final int FIRST_BYTES = VerifyingKey.SIGNATURE_BYTES;

    private TokenSeal() {}

    /** Puts this seal into a token. */
    public static void put(ObjectNode token, byte[] seal) {
        token.put("signature", first(seal));
        second(seal).ifPresent(text -> token.put("second_signature", text));
    }

    /** Writes this seal behind the members of a token that have been written. */
    public static void write(JsonGenerator token, byte[] seal) throws IOException {
        token.writeStringField("signature", first(seal));
        Optional<String> second = second(seal);
        if (second.isPresent()) {
            token.writeStringField("second_signature", second.get());
        }
    }

    private static String first(byte[] seal) {
        return base64(Arrays.copyOf(seal, Math.min(seal.length, FIRST_BYTES)));
    }

    private static Optional<String> second(byte[] seal) {
        return seal.length > FIRST_BYTES
                ? Optional.of(base64(Arrays.copyOfRange(seal, FIRST_BYTES, seal.length)))
                : Optional.empty();
    }

    /** The seal of these members: a first part of another length, or an empty second one, would be another text of the same token. */
    static byte[] of(String signature, Optional<String> second) throws TokenRejected {
        byte[] first = bytes("signature", signature);
        if (second.isEmpty()) {
            if (first.length > FIRST_BYTES) {
                throw new TokenRejected(BAD_SIGNATURE, "token.signature has more than 64 bytes");
            }
            return first;
        }
        byte[] other = bytes("second_signature", second.get());
        if (first.length != FIRST_BYTES || other.length == 0) {
            throw new TokenRejected(BAD_FIELD, "token.second_signature is empty, or signature has not 64 bytes");
        }
        byte[] both = Arrays.copyOf(first, first.length + other.length);
        System.arraycopy(other, 0, both, first.length, other.length);
        return both;
    }

    private static byte[] bytes(String member, String base64) throws TokenRejected {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (base64(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException _) {
            // falls through: not base64 is as wrong as base64 in another form
        }
        throw new TokenRejected(BAD_FIELD, "token." + member + " is not padded base64 (RFC 4648 section 4)");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
