package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.BAD_SIGNATURE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What the two kinds of signatures are over. */
final class SignatureForm {
    private static final int COSIGNATURE_BYTES = Long.BYTES + VerifyingKey.SIGNATURE_BYTES;
    private static final String COSIGNATURE = "cosignature/v1\n";

    /** The last second that {@link Instant} has. */
    private static final long SECONDS_MAX = Instant.MAX.getEpochSecond();

    private SignatureForm() {}

    static Bytes plain(SigningKey key, String text) {
        requireNoCosignature(text);
        return Bytes.of(key.sign(text.getBytes(UTF_8)));
    }

    static Bytes cosignature(SigningKey key, String text, long second) {
        return Bytes.of(ByteBuffer.allocate(COSIGNATURE_BYTES)
                .putLong(second)
                .put(key.sign(cosigned(text, second)))
                .array());
    }

    static SignedBy verify(NoteKey key, String text, Bytes signature) throws LogRejected {
        try {
            return switch (key.kind()) {
                case PLAIN -> {
                    requireNoCosignature(text);
                    key.key().verify(text.getBytes(UTF_8), signature.toArray());
                    yield new SignedBy(key, Optional.empty());
                }
                case COSIGNATURE -> verifyCosignature(key, text, signature.toArray());
            };
        } catch (SignatureRejected | IllegalArgumentException _) {
            throw new LogRejected(
                    BAD_SIGNATURE, "the signature of " + key.name() + " is not by its key over this text");
        }
    }

    private static SignedBy verifyCosignature(NoteKey key, String text, byte[] signature) throws SignatureRejected {
        if (signature.length != COSIGNATURE_BYTES) {
            throw new IllegalArgumentException("a cosignature has " + COSIGNATURE_BYTES + " bytes");
        }
        long second = ByteBuffer.wrap(signature).getLong();
        if (second < 0 || second > SECONDS_MAX) {
            throw new IllegalArgumentException("no such time");
        }
        key.key().verify(cosigned(text, second), Arrays.copyOfRange(signature, Long.BYTES, signature.length));
        return new SignedBy(key, Optional.of(Instant.ofEpochSecond(second)));
    }

    private static byte[] cosigned(String text, long second) {
        return (COSIGNATURE + "time " + second + "\n" + text).getBytes(UTF_8);
    }

    /** A text that begins as a cosigned one could, under the same key, be taken for it. */
    private static void requireNoCosignature(String text) {
        if (text.startsWith(COSIGNATURE)) {
            throw new IllegalArgumentException("a note's text must not begin with 'cosignature/v1'");
        }
    }
}
