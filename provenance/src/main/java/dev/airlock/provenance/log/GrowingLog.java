package dev.airlock.provenance.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log of one partition as it grows: its tree and its entries. Whoever keeps it appends some entries, stores the
 * {@link #partials} beside the full tiles that were handed out meanwhile, and only then signs the {@link #checkpoint}. For
 * one thread.
 */
public final class GrowingLog {
    private final LogName name;
    private final MerkleTree tree;
    private final EntryBundle bundle;

    private GrowingLog(LogName name, MerkleTree tree, EntryBundle bundle) {
        this.name = name;
        this.tree = tree;
        this.bundle = bundle;
    }

    /**
     * An empty log.
     *
     * @param full gets each tile and bundle when it is full, on the thread that appends
     */
    public static GrowingLog empty(LogName name, Consumer<Tile> full) {
        return new GrowingLog(name, new MerkleTree(full), new EntryBundle(full));
    }

    /**
     * Goes on where stored tiles end. They are not believed: compare the {@link #checkpoint} with one that you trust.
     *
     * @throws TileMissing if a tile or a bundle at the right edge is missing or has another length
     * @throws IllegalArgumentException if the size is negative
     */
    public static GrowingLog resume(LogName name, long size, TileSource tiles, Consumer<Tile> full) throws IOException {
        return new GrowingLog(name, MerkleTree.resume(size, tiles, full), EntryBundle.resume(size, tiles, full));
    }

    /**
     * Appends an entry and returns its index.
     *
     * @throws IllegalArgumentException if it is longer than {@link LogEntry#BYTES_MAX}; nothing is appended then
     */
    public long append(LogEntry entry) {
        byte[] bytes = entry.bytes();
        bundle.append(bytes);
        tree.append(bytes);
        return tree.size() - 1;
    }

    /** How many entries it has. */
    public long size() {
        return tree.size();
    }

    /** What it commits to now. */
    public Checkpoint checkpoint() {
        return new Checkpoint(name.text(), tree.size(), tree.root());
    }

    /** The tiles and the bundle that are not full, as they are now. */
    public List<Tile> partials() {
        var tiles = new ArrayList<>(tree.partials());
        bundle.partial().ifPresent(tiles::add);
        return tiles;
    }
}
