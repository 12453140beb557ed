package dev.airlock.provenance.log;

import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree as its tiles tell of it, at its size and at any that it had before: roots, and the two proofs of RFC 9162 sections
 * 2.1.3 and 2.1.4. A call reads a handful of tiles and keeps none. Nothing here says that the tiles are right; a proof that
 * does not lead to the root of a checkpoint says that they are not. As safe for several threads as the source.
 */
public final class StoredTree {
    private final long size;
    private final TileSource tiles;

    /**
     * A tree over these tiles.
     *
     * @param size of the tree whose tiles are there, its partial ones too; 0 or more
     * @throws IllegalArgumentException if the size is negative
     */
    public StoredTree(long size, TileSource tiles) {
        if (size < 0) {
            throw new IllegalArgumentException("a tree has no negative size: " + size);
        }
        this.size = size;
        this.tiles = tiles;
    }

    /**
     * The root that the tree had at this size.
     *
     * @param at 0 to its size
     * @throws TileMissing if a tile is missing or has another length
     * @throws IllegalArgumentException if it never had that size
     */
    public TreeHash root(long at) throws IOException {
        requireHad(at);
        return at == 0 ? TreeHash.EMPTY_TREE : new Walk().range(0, at);
    }

    /**
     * The proof that the leaf of this index was in the tree when it had this size.
     *
     * @param index 0 to {@code at - 1}
     * @param at 1 to its size
     * @throws TileMissing if a tile is missing or has another length
     * @throws IllegalArgumentException if the tree had no such leaf then, or never had that size
     */
    public InclusionProof inclusion(long index, long at) throws IOException {
        requireHad(at);
        if (index < 0 || index >= at) {
            throw new IllegalArgumentException("a tree of " + at + " leaves has none of index " + index);
        }
        var path = new ArrayList<TreeHash>();
        new Walk().path(index, 0, at, path);
        return new InclusionProof(index, at, path);
    }

    /**
     * The proof that the tree of the size {@code to} begins with that of the size {@code from}.
     *
     * @param from 0 to {@code to}; from nothing, and to the same size, the proof is empty
     * @param to up to its size
     * @throws TileMissing if a tile is missing or has another length
     * @throws IllegalArgumentException if the sizes are out of order, or it never had them
     */
    public ConsistencyProof consistency(long from, long to) throws IOException {
        requireHad(to);
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("a tree of " + to + " leaves has not grown from one of " + from);
        }
        var path = new ArrayList<TreeHash>();
        if (from > 0 && from < to) {
            new Walk().subproof(from, 0, to, true, path);
        }
        return new ConsistencyProof(from, to, path);
    }

    private void requireHad(long at) {
        if (at < 0 || at > size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves never had " + at);
        }
    }

    /** The hashes of a tile, of exactly the width that its path says. */
    static byte[] hashes(TileSource tiles, TilePath.Hashes path) throws IOException {
        Bytes bytes = tiles.need(path);
        int length = path.width() * TreeHash.BYTES;
        if (bytes.size() != length && bytes.size() != TilePath.WIDTH * TreeHash.BYTES) {
            throw new TileMissing(path, "has " + bytes.size() + " bytes, not " + length);
        }
        byte[] hashes = bytes.toArray();
        return hashes.length == length ? hashes : Arrays.copyOf(hashes, length);
    }

    /** One walk over the tree; it reads no tile twice. */
    private final class Walk {
        private final TreeHasher hasher = new TreeHasher();
        private final Map<TilePath, byte[]> read = new HashMap<>();

        /** PATH of section 2.1.3.1: the hashes beside the way from the leaf up. */
        void path(long index, long from, long to, List<TreeHash> path) throws IOException {
            if (to - from == 1) {
                return;
            }
            long middle = from + split(to - from);
            if (index < middle) {
                path(index, from, middle, path);
                path.add(range(middle, to));
            } else {
                path(index, middle, to, path);
                path.add(range(from, middle));
            }
        }

        /** SUBPROOF of section 2.1.4.1, with {@code old} counted from the beginning of the tree. */
        void subproof(long old, long from, long to, boolean known, List<TreeHash> path) throws IOException {
            if (old == to) {
                if (!known) {
                    path.add(range(from, to));
                }
                return;
            }
            long middle = from + split(to - from);
            if (old <= middle) {
                subproof(old, from, middle, known, path);
                path.add(range(middle, to));
            } else {
                subproof(old, middle, to, false, path);
                path.add(range(from, middle));
            }
        }

        /** The hash over the leaves from {@code from} to before {@code to}, of a range that the tree has a node for. */
        TreeHash range(long from, long to) throws IOException {
            long leaves = to - from;
            if (Long.bitCount(leaves) == 1) {
                int height = Long.numberOfTrailingZeros(leaves);
                return perfect(height, from >>> height);
            }
            long middle = from + split(leaves);
            return hasher.node(range(from, middle), range(middle, to));
        }

        private TreeHash perfect(int height, long index) throws IOException {
            int level = height / TilePath.HEIGHT;
            int within = height % TilePath.HEIGHT;
            long first = index << within;
            byte[] hashes = tile(level, first / TilePath.WIDTH);
            int at = (int) (first % TilePath.WIDTH) * TreeHash.BYTES;
            return hasher.above(Arrays.copyOfRange(hashes, at, at + (TreeHash.BYTES << within)), 0, within);
        }

        private byte[] tile(int level, long index) throws IOException {
            long hashes = (size >>> (level * TilePath.HEIGHT)) - index * TilePath.WIDTH;
            var path = new TilePath.Hashes(level, index, (int) Math.min(hashes, TilePath.WIDTH));
            byte[] found = read.get(path);
            if (found == null) {
                found = hashes(tiles, path);
                read.put(path, found);
            }
            return found;
        }
    }

    /** The largest power of two below {@code leaves}, which are 2 or more. */
    private static long split(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
