package dev.airlock.schemas.keys;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * The name of a public key: {@code "ed25519:"} and its 32 bytes in lower-case hex. Trust binds to this, never to a name
 * that somebody chose.
 *
 * <p>The name of a hybrid key is {@code "ed25519-mldsa65:"}, the 32 bytes of its Ed25519 key and the SHA-256 of its ML-DSA-65 key, in
 * lower-case hex. So it binds both halves; whoever knows the name alone knows the first.
 *
 * @param value exactly 72 characters, of a hybrid key 144
 */
public record KeyId(String value) {
    /** Bytes of a seal by a hybrid key: both signatures, one behind the other. */
    static final int HYBRID_SEAL_BYTES = VerifyingKey.SIGNATURE_BYTES + MlDsaKey.SIGNATURE_BYTES;

    private static final String PREFIX = "ed25519:";
    private static final String HYBRID = "ed25519-mldsa65:";
    private static final int DIGITS = 64;
    private static final int LENGTH = PREFIX.length() + DIGITS;
    private static final int HYBRID_LENGTH = HYBRID.length() + 2 * DIGITS;

    /**
     * @throws IllegalArgumentException if the text is anything but the shape above; the point itself is checked by
     *     {@link #key}
     */
    public KeyId {
        if (!shaped(value, PREFIX, LENGTH) && !shaped(value, HYBRID, HYBRID_LENGTH)) {
            throw new IllegalArgumentException("a key id is 'ed25519:' and 64 lower-case hex digits, or of a hybrid key"
                    + " 'ed25519-mldsa65:' and 128");
        }
    }

    private static boolean shaped(String value, String prefix, int length) {
        boolean fits = value.length() == length && value.startsWith(prefix);
        for (int i = prefix.length(); fits && i < length; i++) {
            char c = value.charAt(i);
            fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return fits;
    }

    /** The id of the key with this Ed25519 half, and with this SHA-256 of the other one if there is one. */
    static KeyId ofParts(byte[] encoded, byte[] fingerprint) {
        HexFormat hex = HexFormat.of();
        return new KeyId(
                (fingerprint.length == 0 ? PREFIX : HYBRID) + hex.formatHex(encoded) + hex.formatHex(fingerprint));
    }

    /**
     * The id with these bytes, see {@link #bytes}.
     *
     * @throws IllegalArgumentException unless there are 32, or of a hybrid key 64
     */
    public static KeyId ofBytes(byte[] bytes) {
        int first = Math.min(bytes.length, VerifyingKey.ENCODED_BYTES);
        return ofParts(Arrays.copyOf(bytes, first), Arrays.copyOfRange(bytes, first, bytes.length));
    }

    /** Whether it names a hybrid key, whose tokens have two signatures. */
    public boolean isHybrid() {
        return value.startsWith(HYBRID);
    }

    /** How many bytes a seal by this key has: 64, of a hybrid key 3373. */
    public int sealBytes() {
        return isHybrid() ? HYBRID_SEAL_BYTES : VerifyingKey.SIGNATURE_BYTES;
    }

    /** The 32 bytes of the Ed25519 key, and of a hybrid key behind them the 32 of the other's SHA-256. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(value, value.indexOf(':') + 1, value.length());
    }

    /** The Ed25519 half, which two keys never share. */
    byte[] first() {
        return Arrays.copyOf(bytes(), VerifyingKey.ENCODED_BYTES);
    }

    /**
     * The key that this names: all of a plain one. Of a hybrid one its Ed25519 half: it verifies no seal.
     *
     * @throws IllegalArgumentException if the bytes are no usable Ed25519 point, see {@link VerifyingKey#of}
     */
    public VerifyingKey key() {
        return VerifyingKey.namedBy(this);
    }

    @Override
    public String toString() {
        return value;
    }
}
