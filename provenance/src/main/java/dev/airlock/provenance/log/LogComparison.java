package dev.airlock.provenance.log;

import java.io.IOException;

/**
 * What two heads say of one another whose signatures were verified: whether one log can have signed both. Tiles are not believed; they only say what is
 * checked against the heads.
 */
public sealed interface LogComparison {
    /** One head, twice. */
    record Same(Checkpoint head) implements LogComparison {}

    /** The larger log begins with all records of the smaller: it has grown, and no more is known to have happened. */
    record Grown(Checkpoint smaller, Checkpoint larger) implements LogComparison {}

    /**
     * Both are signed, and no log that only grows can have signed both.
     *
     * @param smaller the head of fewer records, or either of two of one size
     * @param larger the other
     * @param before the root over the first {@code smaller.size()} records of the larger
     */
    record Forked(SignedCheckpoint smaller, SignedCheckpoint larger, TreeHash before) implements LogComparison {}

    /** Heads of two logs, which say nothing of one another. */
    record Strangers(String one, String other) implements LogComparison {}

    /**
     * Compares two heads.
     *
     * @param oneTiles of the log whose head is {@code one}; asked for only if its log is the larger
     * @param otherTiles of the other
     * @throws IOException if the larger log's tiles cannot be read or do not lead to its head: then nothing is known
     */
    static LogComparison of(SignedCheckpoint one, TileSource oneTiles, SignedCheckpoint other, TileSource otherTiles)
            throws IOException {
        Checkpoint first = one.checkpoint();
        Checkpoint second = other.checkpoint();
        if (!first.log().equals(second.log())) {
            return new Strangers(first.log(), second.log());
        }
        if (first.size() == second.size()) {
            return first.root().equals(second.root()) ? new Same(first) : new Forked(one, other, second.root());
        }
        return first.size() < second.size() ? grown(one, other, otherTiles) : grown(other, one, oneTiles);
    }

    private static LogComparison grown(SignedCheckpoint smaller, SignedCheckpoint larger, TileSource tiles)
            throws IOException {
        Checkpoint from = smaller.checkpoint();
        Checkpoint to = larger.checkpoint();
        var tree = new StoredTree(to.size(), tiles);
        TreeHash before = tree.root(from.size());
        try {
            // The same hashes lead to the larger's signed root, so it has this root over its first records and no
            // other.
            tree.consistency(from.size(), to.size()).verify(before, to.root());
        } catch (LogRejected e) {
            throw new IOException("the tiles of " + to.log() + " do not lead to its head: " + e.getMessage(), e);
        }
        return before.equals(from.root()) ? new Grown(from, to) : new Forked(smaller, larger, before);
    }
}
