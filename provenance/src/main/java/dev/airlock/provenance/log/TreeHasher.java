package dev.airlock.provenance.log;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two hashes of RFC 9162 section 2.1.1. A leaf begins with 0 and a node with 1, so that neither can be taken for the
 * other. It uses one digest and one buffer again and again: for one thread.
 */
final class TreeHasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest digest = sha256();
    private final byte[] node = new byte[1 + 2 * TreeHash.BYTES];

    TreeHasher() {
        node[0] = NODE;
    }

    TreeHash leaf(byte[] entry) {
        byte[] hash = new byte[TreeHash.BYTES];
        leaf(entry, hash);
        return TreeHash.at(hash, 0);
    }

    TreeHash node(TreeHash left, TreeHash right) {
        byte[] hash = left.bytes();
        node(hash, 0, right.bytes(), 0, hash, 0);
        return TreeHash.at(hash, 0);
    }

    /** Writes the leaf's hash to the beginning of {@code to}. */
    void leaf(byte[] entry, byte[] to) {
        digest.update(LEAF);
        digest.update(entry);
        finish(to, 0);
    }

    /** Writes the hash of the node above these two; {@code to} may be one of them. */
    void node(byte[] left, int leftAt, byte[] right, int rightAt, byte[] to, int at) {
        System.arraycopy(left, leftAt, node, 1, TreeHash.BYTES);
        System.arraycopy(right, rightAt, node, 1 + TreeHash.BYTES, TreeHash.BYTES);
        digest.update(node);
        finish(to, at);
    }

    /**
     * The hash above {@code 1 << height} hashes of one level that lie one behind another; {@code packed} is not kept as
     * it was.
     */
    TreeHash above(byte[] packed, int offset, int height) {
        for (int width = 1 << height; width > 1; width >>= 1) {
            for (int i = 0; i < width; i += 2) {
                int left = offset + i * TreeHash.BYTES;
                node(packed, left, packed, left + TreeHash.BYTES, packed, offset + i / 2 * TreeHash.BYTES);
            }
        }
        return TreeHash.at(packed, offset);
    }

    private void finish(byte[] to, int at) {
        try {
            digest.digest(to, at, TreeHash.BYTES);
        } catch (DigestException e) {
            throw new AssertionError("SHA-256 has 32 bytes", e);
        }
    }

    static byte[] ofNothing() {
        return sha256().digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
