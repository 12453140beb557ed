package dev.airlock.microvm.machine;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;

/**
 * A hash tree over all of a guest's memory: a leaf is SHA-256 of a zero byte and the page, a node of a one byte and its two
 * children, in the order of addresses; memory is a power of two of pages. Never changed once made; any thread.
 */
public final class PageTree {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;
    private static final int HASH_BYTES = 32;

    private final int pageCount;
    /** By page; null for a page of zeros, which most are. */
    private final byte[][] leaves;

    private PageTree(int pageCount) {
        if (Integer.bitCount(pageCount) != 1) {
            throw new IllegalArgumentException(pageCount + " pages are no power of two");
        }
        this.pageCount = pageCount;
        this.leaves = new byte[pageCount][];
    }

    /** The tree over a memory of which all pages but {@code used} are known to be zeros. */
    public static PageTree of(MemorySegment memory, BitSet used) {
        PageTree tree = new PageTree((int) (memory.byteSize() / GuestMap.PAGE));
        tree.take(memory, used);
        return tree;
    }

    /** The tree over a fork of this one's memory, all of whose pages but {@code held} are still this one's. */
    public PageTree fork(MemorySegment memory, BitSet held) {
        PageTree tree = new PageTree(pageCount);
        System.arraycopy(leaves, 0, tree.leaves, 0, pageCount);
        tree.take(memory, held);
        return tree;
    }

    private void take(MemorySegment memory, BitSet pages) {
        MessageDigest sha256 = sha256();
        ByteBuffer zeros = ByteBuffer.allocate(GuestMap.PAGE);
        for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
            ByteBuffer bytes =
                    memory.asSlice((long) page * GuestMap.PAGE, GuestMap.PAGE).asByteBuffer();
            leaves[page] = bytes.equals(zeros) ? null : leaf(sha256, bytes);
        }
    }

    /** The pages that are not all zeros. */
    public BitSet pages() {
        BitSet pages = new BitSet(pageCount);
        for (int page = 0; page < pageCount; page++) {
            pages.set(page, leaves[page] != null);
        }
        return pages;
    }

    /** 32 bytes. */
    public byte[] root() {
        MessageDigest sha256 = sha256();
        byte[] zero = leaf(sha256, ByteBuffer.allocate(GuestMap.PAGE));
        byte[][] level = leaves;
        while (level.length > 1) {
            byte[][] above = new byte[level.length / 2][];
            for (int i = 0; i < above.length; i++) {
                above[i] = node(sha256, level[2 * i], level[2 * i + 1], zero);
            }
            zero = hash(sha256, zero, zero);
            level = above;
        }
        return level[0] == null ? zero : level[0];
    }

    /** The first page in which two trees differ, or -1. */
    public int firstDifference(PageTree other) {
        for (int page = 0; page < pageCount; page++) {
            byte[] ours = leaves[page];
            byte[] theirs = other.leaves[page];
            if (ours == null ? theirs != null : theirs == null || !MessageDigest.isEqual(ours, theirs)) {
                return page;
            }
        }
        return -1;
    }

    private static byte[] leaf(MessageDigest sha256, ByteBuffer page) {
        sha256.update(LEAF);
        sha256.update(page);
        return sha256.digest();
    }

    /** Null for two trees of zeros alone. */
    private static byte[] node(MessageDigest sha256, byte[] left, byte[] right, byte[] zero) {
        return left == null && right == null
                ? null
                : hash(sha256, left == null ? zero : left, right == null ? zero : right);
    }

    private static byte[] hash(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left, 0, HASH_BYTES);
        sha256.update(right, 0, HASH_BYTES);
        return sha256.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
