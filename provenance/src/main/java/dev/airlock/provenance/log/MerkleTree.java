package dev.airlock.provenance.log;

import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A tree that only grows. It keeps the hashes along its right edge (the compact range of RFC 9162's tree) and the tiles
 * that are not full yet: at most 64 KiB and 2 KiB however large it is. Each hash is computed once. For one thread.
 */
public final class MerkleTree {
    private static final int HEIGHT_MAX = 63;

    private final Consumer<Tile> full;
    private final TreeHasher hasher = new TreeHasher();
    private final byte[] node = new byte[TreeHash.BYTES];

    /** At {@code 32 * h} the perfect subtree of height h at the right edge, if bit h of the size is set. */
    private final byte[] edge = new byte[HEIGHT_MAX * TreeHash.BYTES];

    /** By level, the tile that is not full yet. */
    private final byte[][] open = new byte[TilePath.LEVEL_MAX + 1][];

    private long size;

    /**
     * An empty tree.
     *
     * @param full gets each tile of hashes when it is full, on the thread that appends
     */
    public MerkleTree(Consumer<Tile> full) {
        this.full = full;
    }

    /**
     * The tree of this size whose tiles were stored. Whether they are the right ones shows in {@link #root}: compare it
     * with a checkpoint that you trust.
     *
     * @throws TileMissing if a tile at the right edge is missing or has another length
     * @throws IllegalArgumentException if the size is negative
     */
    public static MerkleTree resume(long size, TileSource tiles, Consumer<Tile> full) throws IOException {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no negative size: " + size);
        }
        MerkleTree tree = new MerkleTree(full);
        for (int level = 0; level <= TilePath.LEVEL_MAX; level++) {
            int width = width(size, level);
            if (width > 0) {
                byte[] hashes = StoredTree.hashes(tiles, new TilePath.Hashes(level, index(size, level), width));
                tree.open[level] = Arrays.copyOf(hashes, TilePath.WIDTH * TreeHash.BYTES);
            }
        }
        for (int height = 0; height < HEIGHT_MAX; height++) {
            if ((size >>> height & 1) == 1) {
                tree.edgeFromTile(size, height);
            }
        }
        tree.size = size;
        return tree;
    }

    private void edgeFromTile(long to, int height) {
        int within = height % TilePath.HEIGHT;
        int slot = (int) (((to >>> height) - 1) << within) & (TilePath.WIDTH - 1);
        int from = slot * TreeHash.BYTES;
        byte[] below = Arrays.copyOfRange(open[height / TilePath.HEIGHT], from, from + (TreeHash.BYTES << within));
        hasher.above(below, 0, within).copyTo(edge, height * TreeHash.BYTES);
    }

    /** Appends the hash of this entry. */
    public void append(byte[] entry) {
        hasher.leaf(entry, node);
        grow();
    }

    /** Appends the hashes of these entries, in their order. */
    public void append(List<byte[]> entries) {
        for (byte[] entry : entries) {
            append(entry);
        }
    }

    /** Appends a leaf whose hash is known. */
    public void append(TreeHash leaf) {
        leaf.copyTo(node, 0);
        grow();
    }

    /** Carries the new leaf up the right edge, as adding one carries through the bits of a number. */
    private void grow() {
        if (size == Long.MAX_VALUE) {
            throw new IllegalStateException("a tree has fewer than 2^63 leaves");
        }
        int height = 0;
        long index = size;
        keep(height, index);
        while ((index & 1) == 1) {
            hasher.node(edge, height * TreeHash.BYTES, node, 0, node, 0);
            height++;
            index >>>= 1;
            keep(height, index);
        }
        System.arraycopy(node, 0, edge, height * TreeHash.BYTES, TreeHash.BYTES);
        size++;
    }

    /** Every eighth level is stored in tiles. */
    private void keep(int height, long index) {
        if (height % TilePath.HEIGHT != 0) {
            return;
        }
        int level = height / TilePath.HEIGHT;
        if (open[level] == null) {
            open[level] = new byte[TilePath.WIDTH * TreeHash.BYTES];
        }
        int slot = (int) (index & (TilePath.WIDTH - 1));
        System.arraycopy(node, 0, open[level], slot * TreeHash.BYTES, TreeHash.BYTES);
        if (slot == TilePath.WIDTH - 1) {
            full.accept(new Tile(
                    new TilePath.Hashes(level, index / TilePath.WIDTH, TilePath.WIDTH), Bytes.of(open[level])));
        }
    }

    /** How many leaves it has. */
    public long size() {
        return size;
    }

    /** The hash over all of it (RFC 9162 section 2.1.1). */
    public TreeHash root() {
        if (size == 0) {
            return TreeHash.EMPTY_TREE;
        }
        int height = Long.numberOfTrailingZeros(size);
        byte[] root = Arrays.copyOfRange(edge, height * TreeHash.BYTES, (height + 1) * TreeHash.BYTES);
        while (++height < HEIGHT_MAX) {
            if ((size >>> height & 1) == 1) {
                hasher.node(edge, height * TreeHash.BYTES, root, 0, root, 0);
            }
        }
        return TreeHash.of(root);
    }

    /** The tiles at the right edge that are not full, as they are now: with the full ones, all that a reader needs. */
    public List<Tile> partials() {
        var tiles = new ArrayList<Tile>();
        for (int level = 0; level <= TilePath.LEVEL_MAX; level++) {
            int width = width(size, level);
            if (width > 0) {
                tiles.add(new Tile(
                        new TilePath.Hashes(level, index(size, level), width),
                        Bytes.of(Arrays.copyOf(open[level], width * TreeHash.BYTES))));
            }
        }
        return tiles;
    }

    /** How many hashes the last tile of this level has, if it is partial; else 0. */
    private static int width(long size, int level) {
        return (int) (size >>> (level * TilePath.HEIGHT)) & (TilePath.WIDTH - 1);
    }

    private static long index(long size, int level) {
        return (size >>> (level * TilePath.HEIGHT)) >>> TilePath.HEIGHT;
    }
}
