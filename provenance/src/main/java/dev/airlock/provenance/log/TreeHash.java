package dev.airlock.provenance.log;

import java.util.Arrays;
import java.util.Base64;

/** The SHA-256 hash of a leaf, a node or a whole tree (RFC 9162 section 2.1): 32 bytes. Immutable. */
public final class TreeHash {
    /** How long it is. */
    public static final int BYTES = 32;

    /** The root of a tree without leaves: the hash of no bytes. */
    public static final TreeHash EMPTY_TREE = new TreeHash(TreeHasher.ofNothing());

    private static final int BASE64_CHARACTERS = 44;

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The hash with these bytes.
     *
     * @throws IllegalArgumentException unless there are exactly 32
     */
    public static TreeHash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return new TreeHash(bytes.clone());
    }

    /**
     * The hash in its only base64 form (RFC 4648 section 4, padded).
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static TreeHash ofBase64(String text) {
        if (text.length() == BASE64_CHARACTERS) {
            TreeHash hash = of(Base64.getDecoder().decode(text));
            if (hash.base64().equals(text)) {
                return hash;
            }
        }
        throw new IllegalArgumentException("a hash is 44 characters of padded base64");
    }

    /** The hash at this place of many that lie one behind another. */
    static TreeHash at(byte[] packed, int offset) {
        return new TreeHash(Arrays.copyOfRange(packed, offset, offset + BYTES));
    }

    void copyTo(byte[] packed, int offset) {
        System.arraycopy(bytes, 0, packed, offset, BYTES);
    }

    /** The 32 bytes, a fresh copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The form that checkpoints and proofs carry. */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return base64();
    }
}
