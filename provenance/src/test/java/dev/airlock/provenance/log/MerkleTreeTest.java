package dev.airlock.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {
    /** The leaves that the implementations of Certificate Transparency test with. */
    static final List<byte[]> CT_LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(HexFormat.of()::parseHex)
            .toList();

    /** And the roots of the first so many of them. */
    static final List<TreeHash> CT_ROOTS = Stream.of(
                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
            .map(HexFormat.of()::parseHex)
            .map(TreeHash::of)
            .toList();

    @Test
    void it_has_the_roots_of_certificate_transparency() {
        MerkleTree tree = new MerkleTree(tile -> {});
        assertThat(tree.root()).isEqualTo(CT_ROOTS.getFirst());
        for (int size = 1; size <= CT_LEAVES.size(); size++) {
            tree.append(CT_LEAVES.get(size - 1));
            assertThat(tree.root()).as("size " + size).isEqualTo(CT_ROOTS.get(size));
        }
    }

    @Test
    void at_every_size_it_has_the_root_of_the_definition() {
        List<byte[]> entries = Trees.entries(300);
        MerkleTree tree = new MerkleTree(tile -> {});
        for (int size = 0; size < entries.size(); size++) {
            assertThat(tree.size()).isEqualTo(size);
            assertThat(tree.root()).as("size " + size).isEqualTo(NaiveTree.root(entries.subList(0, size)));
            if (size % 2 == 0) {
                tree.append(entries.get(size));
            } else {
                tree.append(Trees.leaf(entries.get(size)));
            }
        }
    }

    /** The figures of tlog-tiles' own example. */
    @Test
    void a_tree_of_70000_has_the_tiles_of_the_specification() {
        var store = new Trees.Store();
        MerkleTree tree = new MerkleTree(store);
        TreeHash leaf = TreeHash.of(new byte[TreeHash.BYTES]);
        for (int i = 0; i < 70_000; i++) {
            tree.append(leaf);
        }
        assertThat(store.tiles.keySet())
                .filteredOn(path -> path.text().startsWith("tile/0/"))
                .hasSize(273);
        assertThat(store.tiles.keySet())
                .filteredOn(path -> path.text().startsWith("tile/1/"))
                .hasSize(1);
        assertThat(store.tiles.keySet()).hasSize(274);
        assertThat(tree.partials())
                .extracting(tile -> tile.path().text())
                .containsExactly("tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1");
        assertThat(tree.partials()).allSatisfy(tile -> assertThat(tile.bytes().size())
                .isEqualTo(32 * tile.path().width()));
        tree.partials().forEach(store);
        assertThat(rootOf(store, 70_000)).isEqualTo(tree.root());
    }

    @Test
    void each_hash_of_a_higher_tile_is_that_of_a_full_tile_below() {
        List<byte[]> entries = Trees.entries(3 * TilePath.WIDTH + 5);
        Trees.Store store = Trees.stored(entries);
        byte[] above = store.tiles.get(new TilePath.Hashes(1, 0, 3)).toArray();
        for (int n = 0; n < 3; n++) {
            TreeHash below = NaiveTree.root(entries.subList(n * TilePath.WIDTH, (n + 1) * TilePath.WIDTH));
            assertThat(TreeHash.at(above, n * TreeHash.BYTES)).isEqualTo(below);
        }
    }

    @Test
    void it_goes_on_from_its_tiles_as_if_it_had_never_stopped() throws Exception {
        List<byte[]> entries = Trees.entries(530);
        for (int stop = 0; stop < entries.size(); stop += stop < 20 || stop / 10 == 25 ? 1 : 37) {
            var store = new Trees.Store();
            MerkleTree before = new MerkleTree(store);
            before.append(entries.subList(0, stop));
            before.partials().forEach(store);
            MerkleTree after = MerkleTree.resume(stop, store, store);
            assertThat(after.root()).as("stopped at " + stop).isEqualTo(before.root());
            after.append(entries.subList(stop, entries.size()));
            assertThat(after.root()).as("stopped at " + stop).isEqualTo(NaiveTree.root(entries));
            assertThat(after.size()).isEqualTo(entries.size());
            after.partials().forEach(store);
            assertThat(rootOf(store, entries.size())).isEqualTo(after.root());
        }
    }

    @Test
    void it_goes_on_from_full_tiles_where_the_partial_ones_were_removed() throws Exception {
        List<byte[]> entries = Trees.entries(400);
        Trees.Store store = Trees.stored(entries);
        assertThat(MerkleTree.resume(100, store, tile -> {}).root()).isEqualTo(NaiveTree.root(entries.subList(0, 100)));
    }

    @Test
    void a_tile_that_is_missing_or_torn_stops_it_by_name() {
        Trees.Store store = Trees.stored(Trees.entries(300));
        var torn = new TilePath.Hashes(0, 1, 44);
        store.tiles.put(torn, Bytes.of(Arrays.copyOf(store.tiles.get(torn).toArray(), 40 * TreeHash.BYTES)));
        assertThatThrownBy(() -> MerkleTree.resume(300, store, store))
                .isInstanceOf(TileMissing.class)
                .hasMessage("tile/0/001.p/44 has 1280 bytes, not 1408");
        store.tiles.remove(torn);
        assertThatThrownBy(() -> MerkleTree.resume(300, store, store))
                .isInstanceOf(TileMissing.class)
                .hasMessage("tile/0/001.p/44 is not there, nor is the full one");
    }

    @Test
    void a_tile_with_other_hashes_shows_in_the_root() throws Exception {
        Trees.Store store = Trees.stored(Trees.entries(300));
        TreeHash root = rootOf(store, 300);
        for (TilePath path : List.copyOf(store.tiles.keySet())) {
            Bytes good = store.tiles.get(path);
            byte[] bad = good.toArray();
            bad[bad.length - 1] ^= 1;
            store.tiles.put(path, Bytes.of(bad));
            if (path.width() < TilePath.WIDTH) {
                assertThat(MerkleTree.resume(300, store, store).root())
                        .as(path.text())
                        .isNotEqualTo(root);
                assertThat(rootOf(store, 300)).as(path.text()).isNotEqualTo(root);
            }
            store.tiles.put(path, good);
        }
        assertThat(MerkleTree.resume(300, store, store).root()).isEqualTo(root);
    }

    @ParameterizedTest
    @CsvSource({"-1", "-9223372036854775808"})
    void no_tree_has_a_negative_size(long size) {
        assertThatThrownBy(() -> MerkleTree.resume(size, new Trees.Store(), tile -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Long.toString(size));
    }

    /** Bare hashing of the same bytes: the leaves' and, for each, one node's. Both in one run, warmed, the best of several. */
    private static TreeHash rootOf(TileSource tiles, long size) {
        try {
            return new StoredTree(size, tiles).root(size);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
