package dev.airlock.provenance.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.VerifyingKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key that notes are verified with: C2SP signed-note's verifier key. Name, kind and key together say who it is; a
 * signature in another name by the same key is a stranger's.
 *
 * @param name not empty, without spaces, control characters and {@code +}; at most 256 characters
 */
public record NoteKey(String name, Kind kind, VerifyingKey key) {
    /** What a signature is over. The byte keeps one from being taken for the other. */
    public enum Kind {
        /** Ed25519 over the note's text: who signs says what the text says. */
        PLAIN(1),
        /** Ed25519 over a time and the text (C2SP tlog-cosignature): a witness has seen this log grow to here. */
        COSIGNATURE(4);

        private final byte algorithm;

        Kind(int algorithm) {
            this.algorithm = (byte) algorithm;
        }
    }

    private static final int NAME_MAX = 256;

    /** @throws IllegalArgumentException if the name is unfit */
    public NoteKey {
        checkName(name);
    }

    static void checkName(String name) {
        if (name.isEmpty() || name.length() > NAME_MAX || !name.codePoints().allMatch(NoteKey::fit)) {
            throw new IllegalArgumentException(
                    "a key's name has 1 to " + NAME_MAX + " characters and no space, control character or '+'");
        }
    }

    private static boolean fit(int codePoint) {
        return codePoint != '+'
                && !Character.isISOControl(codePoint)
                && !Character.isWhitespace(codePoint)
                && !Character.isSpaceChar(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE;
    }

    /** The number that stands in signatures: the first four bytes of SHA-256 over name, newline, kind and key. */
    public int id() {
        byte[] hash = Sha256.of((name + "\n").getBytes(UTF_8), material()).bytes();
        return ByteBuffer.wrap(hash).getInt();
    }

    /** The verifier key string: {@code name+id+base64}. */
    public String text() {
        return name + "+" + "%08x".formatted(id()) + "+" + Base64.getEncoder().encodeToString(material());
    }

    private byte[] material() {
        byte[] key = key().encoded();
        byte[] material = new byte[1 + key.length];
        material[0] = kind.algorithm;
        System.arraycopy(key, 0, material, 1, key.length);
        return material;
    }

    /**
     * The key with this verifier key string.
     *
     * @throws IllegalArgumentException if {@link #text} of no key writes it
     */
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3) {
            byte[] material = decoded(parts[2]);
            for (Kind kind : Kind.values()) {
                if (material.length == 1 + VerifyingKey.ENCODED_BYTES && material[0] == kind.algorithm) {
                    var key = new NoteKey(
                            parts[0], kind, VerifyingKey.of(Arrays.copyOfRange(material, 1, material.length)));
                    if (key.text().equals(text)) {
                        return key;
                    }
                }
            }
        }
        throw new IllegalArgumentException(
                "a verifier key is NAME+ID+KEY: eight hex digits that are right for name and key,"
                        + " and the base64 of 01 or 04 and 32 bytes of an Ed25519 key");
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            return new byte[0]; // none has no bytes
        }
    }

    @Override
    public String toString() {
        return text();
    }
}
