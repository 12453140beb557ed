package dev.airlock.provenance.log;

import java.util.Optional;

/**
 * The place of a tile in a log, by C2SP tlog-tiles: {@code tile/0/x001/x234/067}, {@code tile/entries/000.p/17}. A tile
 * spans 256 hashes or entries; a narrower one is partial.
 */
public sealed interface TilePath {
    /** How many hashes a full tile has. */
    int WIDTH = 256;

    /** The levels of the tree within a tile. */
    int HEIGHT = 8;

    /** The highest level that a tree of fewer than 2^63 leaves has. */
    int LEVEL_MAX = 7;

    /** The last tile of level 0. */
    long INDEX_MAX = Long.MAX_VALUE / WIDTH;

    /**
     * A tile of hashes; {@code level} 0 has the leaves', and each hash further up is that of a full tile below.
     *
     * @param level 0 to 7
     * @param index 0 to 2^55-1
     * @param width 1 to 256
     */
    record Hashes(int level, long index, int width) implements TilePath {
        /** @throws IllegalArgumentException if one is out of range */
        public Hashes {
            if (level < 0 || level > LEVEL_MAX) {
                throw new IllegalArgumentException("a tile's level is 0 to " + LEVEL_MAX + ", not " + level);
            }
            TilePaths.check(index, width);
        }

        @Override
        public Hashes full() {
            return new Hashes(level, index, WIDTH);
        }

        @Override
        public String text() {
            return "tile/" + level + "/" + TilePaths.tail(index, width);
        }
    }

    /**
     * A bundle of entries.
     *
     * @param index 0 to 2^55-1
     * @param width 1 to 256
     */
    record Entries(long index, int width) implements TilePath {
        /** @throws IllegalArgumentException if one is out of range */
        public Entries {
            TilePaths.check(index, width);
        }

        @Override
        public Entries full() {
            return new Entries(index, WIDTH);
        }

        @Override
        public String text() {
            return "tile/entries/" + TilePaths.tail(index, width);
        }
    }

    /** Which tile of its level. */
    long index();

    /** How many hashes or entries are in it. */
    int width();

    /** The tile that this one becomes. */
    TilePath full();

    /** The path, without a slash before it. */
    String text();

    /** The tile at this path; empty for anything that {@link #text} does not write. */
    static Optional<TilePath> parse(String text) {
        return TilePaths.parse(text);
    }
}
