package dev.airlock.schemas.keys;

import java.util.HexFormat;

/**
 * The name of a public key: {@code "ed25519:"} and its 32 bytes in lower-case hex. Trust binds to this, never to a name
 * that somebody chose.
 *
 * @param value exactly 72 characters
 */
public record KeyId(String value) {
    private static final String PREFIX = "ed25519:";
    private static final int LENGTH = PREFIX.length() + 64;

    /**
     * @throws IllegalArgumentException if the text is anything but the shape above; the point itself is checked by
     *     {@link #key}
     */
    public KeyId {
        if (!shaped(value)) {
            throw new IllegalArgumentException("a key id is 'ed25519:' and 64 lower-case hex digits");
        }
    }

    private static boolean shaped(String value) {
        boolean fits = value.length() == LENGTH && value.startsWith(PREFIX);
        for (int i = PREFIX.length(); fits && i < LENGTH; i++) {
            char c = value.charAt(i);
            fits = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return fits;
    }

    /** The id of the key with these bytes, which must be 32. */
    static KeyId ofEncoded(byte[] encoded) {
        return new KeyId(PREFIX + HexFormat.of().formatHex(encoded));
    }

    /**
     * The key that this names.
     *
     * @throws IllegalArgumentException if the bytes are no usable Ed25519 point, see {@link VerifyingKey#of}
     */
    public VerifyingKey key() {
        return VerifyingKey.of(HexFormat.of().parseHex(value, PREFIX.length(), value.length()));
    }

    @Override
    public String toString() {
        return value;
    }
}
