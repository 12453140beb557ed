package dev.airlock.provenance.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.model.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Entries, and a store of tiles in memory. */
final class Trees {
    private Trees() {}

    /** Tiles by their path, as a directory has them. */
    static final class Store implements TileSource, Consumer<Tile> {
        final Map<TilePath, Bytes> tiles = new HashMap<>();

        @Override
        public void accept(Tile tile) {
            tiles.put(tile.path(), tile.bytes());
        }

        @Override
        public Optional<Bytes> read(TilePath path) {
            return Optional.ofNullable(tiles.get(path));
        }
    }

    static List<byte[]> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("entry " + i).getBytes(UTF_8))
                .toList();
    }

    /** A store with what a tree of these entries leaves behind. */
    static Store stored(List<byte[]> entries) {
        Store store = new Store();
        MerkleTree tree = new MerkleTree(store);
        tree.append(entries);
        tree.partials().forEach(store);
        return store;
    }

    static TreeHash leaf(byte[] entry) {
        return new TreeHasher().leaf(entry);
    }
}
