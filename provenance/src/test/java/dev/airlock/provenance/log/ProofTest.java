package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.OUT_OF_RANGE;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_LENGTH;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_OLD_ROOT;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.log.LogRejected.Reason;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofTest {
    private static final int SIZES = 300;
    private static final List<byte[]> ENTRIES = Trees.entries(SIZES + 1);
    private static final List<TreeHash> ROOTS = IntStream.rangeClosed(0, SIZES)
            .mapToObj(size -> NaiveTree.root(ENTRIES.subList(0, size)))
            .toList();

    /** Each size has the tiles of a larger tree to read from, as after a log has grown. */
    private static final StoredTree STORED = new StoredTree(ENTRIES.size(), Trees.stored(ENTRIES));

    @ParameterizedTest
    @CsvSource({
        "0, 1, ''",
        "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void inclusion_proofs_are_those_of_certificate_transparency(int index, int size, String path) throws Exception {
        var stored = new StoredTree(8, Trees.stored(MerkleTreeTest.CT_LEAVES));
        InclusionProof proof = stored.inclusion(index, size);
        assertThat(proof.path()).isEqualTo(hashes(path));
        proof.verify(Trees.leaf(MerkleTreeTest.CT_LEAVES.get(index)), MerkleTreeTest.CT_ROOTS.get(size));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, ''",
        "1, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    })
    void consistency_proofs_are_those_of_certificate_transparency(int from, int to, String path) throws Exception {
        var stored = new StoredTree(8, Trees.stored(MerkleTreeTest.CT_LEAVES));
        ConsistencyProof proof = stored.consistency(from, to);
        assertThat(proof.path()).isEqualTo(hashes(path));
        proof.verify(MerkleTreeTest.CT_ROOTS.get(from), MerkleTreeTest.CT_ROOTS.get(to));
    }

    @Test
    void every_leaf_of_every_size_has_its_proof_and_no_other_leaf_has_it() throws Exception {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index += size < 40 || size > 290 ? 1 : 7) {
                InclusionProof proof = STORED.inclusion(index, size);
                assertThat(proof.path()).hasSizeLessThanOrEqualTo(9);
                proof.verify(Trees.leaf(ENTRIES.get(index)), ROOTS.get(size));
                assertRejected(
                        WRONG_ROOT, () -> proof.verify(Trees.leaf(ENTRIES.get(SIZES)), ROOTS.get((int) proof.size())));
            }
        }
    }

    @Test
    void inclusion_proofs_are_those_of_the_definition() throws Exception {
        for (int size : List.of(1, 2, 3, 7, 64, 100, 255, 256, 257, 300)) {
            for (int index = 0; index < size; index += 13) {
                assertThat(STORED.inclusion(index, size).path())
                        .as(index + " of " + size)
                        .isEqualTo(NaiveTree.path(index, ENTRIES.subList(0, size)));
            }
        }
    }

    @Test
    void every_size_has_its_proof_from_every_smaller_one() throws Exception {
        for (int to = 0; to <= SIZES; to++) {
            for (int from = to < 100 ? 0 : to % 7; from <= to; from += to < 100 ? 1 : 7) {
                STORED.consistency(from, to).verify(ROOTS.get(from), ROOTS.get(to));
            }
        }
        assertThat(STORED.consistency(0, SIZES).path()).isEmpty();
    }

    @Test
    void consistency_proofs_are_those_of_the_definition() throws Exception {
        for (int to : List.of(1, 2, 3, 7, 8, 64, 100, 255, 256, 257, 300)) {
            for (int from = 1; from <= to; from += 7) {
                assertThat(STORED.consistency(from, to).path())
                        .as(from + " to " + to)
                        .isEqualTo(NaiveTree.proof(from, ENTRIES.subList(0, to)));
            }
        }
    }

    @Test
    void a_root_of_any_size_is_read_from_the_tiles() throws Exception {
        for (int size = 0; size <= SIZES; size++) {
            assertThat(STORED.root(size)).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void a_changed_inclusion_proof_is_refused_wherever_it_was_changed() throws Exception {
        for (int size : List.of(1, 2, 5, 64, 100, 257)) {
            for (int index = 0; index < size; index += 1 + size / 17) {
                InclusionProof good = STORED.inclusion(index, size);
                TreeHash leaf = Trees.leaf(ENTRIES.get(index));
                for (List<TreeHash> bad : changes(good.path())) {
                    var proof = new InclusionProof(index, size, bad);
                    assertThatThrownBy(() -> proof.verify(leaf, ROOTS.get((int) proof.size())))
                            .isInstanceOf(LogRejected.class);
                }
                for (int other = -1; other <= size; other++) {
                    if (other != index) {
                        var moved = new InclusionProof(other, size, good.path());
                        assertThatThrownBy(() -> moved.verify(leaf, ROOTS.get((int) moved.size())))
                                .isInstanceOf(LogRejected.class);
                    }
                }
            }
        }
    }

    @Test
    void a_changed_consistency_proof_is_refused_wherever_it_was_changed() throws Exception {
        for (int to : List.of(2, 5, 64, 100, 257)) {
            for (int from = 1; from < to; from += 1 + to / 17) {
                ConsistencyProof good = STORED.consistency(from, to);
                for (List<TreeHash> bad : changes(good.path())) {
                    var proof = new ConsistencyProof(from, to, bad);
                    assertThatThrownBy(() -> proof.verify(ROOTS.get((int) proof.from()), ROOTS.get((int) proof.to())))
                            .isInstanceOf(LogRejected.class);
                }
                // a perfect older tree is a node of the newer one, so its wrong root shows in the newer one's
                assertRejected(
                        Integer.bitCount(from) == 1 ? WRONG_ROOT : WRONG_OLD_ROOT,
                        () -> good.verify(otherThan(ROOTS.get((int) good.from())), ROOTS.get((int) good.to())));
                assertRejected(
                        WRONG_ROOT,
                        () -> good.verify(ROOTS.get((int) good.from()), otherThan(ROOTS.get((int) good.to()))));
            }
        }
    }

    @Test
    void numbers_that_no_tree_has_are_refused_before_anything_is_hashed() {
        TreeHash root = ROOTS.get(3);
        for (long[] place : new long[][] {{3, 3}, {-1, 3}, {0, 0}, {0, -1}, {Long.MIN_VALUE, Long.MAX_VALUE}}) {
            assertRejected(
                    OUT_OF_RANGE, () -> new InclusionProof(place[0], place[1], List.of(root)).verify(root, root));
        }
        for (long[] sizes : new long[][] {{4, 3}, {-1, 3}, {-2, -1}, {Long.MAX_VALUE, 0}}) {
            assertRejected(OUT_OF_RANGE, () -> new ConsistencyProof(sizes[0], sizes[1], List.of()).verify(root, root));
        }
        assertRejected(WRONG_LENGTH, () -> new InclusionProof(Long.MAX_VALUE - 1, Long.MAX_VALUE, List.of(root))
                .verify(root, root));
        assertRejected(
                WRONG_LENGTH, () -> new ConsistencyProof(1L << 62, Long.MAX_VALUE, List.of()).verify(root, root));
    }

    @Test
    void equal_sizes_need_equal_roots_and_the_empty_tree_its_own() {
        assertThatCode(() -> new ConsistencyProof(3, 3, List.of()).verify(ROOTS.get(3), ROOTS.get(3)))
                .doesNotThrowAnyException();
        assertRejected(WRONG_ROOT, () -> new ConsistencyProof(3, 3, List.of()).verify(ROOTS.get(3), ROOTS.get(4)));
        assertRejected(WRONG_OLD_ROOT, () -> new ConsistencyProof(0, 3, List.of()).verify(ROOTS.get(1), ROOTS.get(3)));
        assertRejected(WRONG_LENGTH, () -> new ConsistencyProof(0, 3, List.of(ROOTS.get(3)))
                .verify(ROOTS.get(0), ROOTS.get(3)));
    }

    @Test
    void a_tree_that_is_asked_for_what_it_cannot_have_says_so() {
        assertThatThrownBy(() -> STORED.inclusion(5, 5)).hasMessage("a tree of 5 leaves has none of index 5");
        assertThatThrownBy(() -> STORED.consistency(6, 5)).hasMessage("a tree of 5 leaves has not grown from one of 6");
        assertThatThrownBy(() -> STORED.root(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STORED.root(302)).hasMessage("a tree of 301 leaves never had 302");
        assertThatThrownBy(() -> STORED.consistency(1, 302)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StoredTree(-1, new Trees.Store())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new StoredTree(5, new Trees.Store()).root(5)).isInstanceOf(TileMissing.class);
    }

    /** Each hash changed, left out, doubled, and one more before and behind. */
    private static List<List<TreeHash>> changes(List<TreeHash> path) {
        var changes = new ArrayList<List<TreeHash>>();
        for (int i = 0; i < path.size(); i++) {
            int at = i;
            changes.add(with(path, list -> list.set(at, otherThan(list.get(at)))));
            changes.add(with(path, list -> list.remove(at)));
            changes.add(with(path, list -> list.add(at, list.get(at))));
        }
        changes.add(with(path, list -> list.add(ROOTS.get(1))));
        changes.add(with(path, list -> list.addFirst(ROOTS.get(1))));
        return changes;
    }

    private static List<TreeHash> with(List<TreeHash> path, Consumer<List<TreeHash>> change) {
        var changed = new ArrayList<>(path);
        change.accept(changed);
        return changed;
    }

    private static TreeHash otherThan(TreeHash hash) {
        byte[] bytes = hash.bytes();
        bytes[31] ^= 1;
        return TreeHash.of(bytes);
    }

    private static List<TreeHash> hashes(String hex) {
        return Stream.of(hex.split(" "))
                .filter(text -> !text.isEmpty())
                .map(HexFormat.of()::parseHex)
                .map(TreeHash::of)
                .toList();
    }

    private static void assertRejected(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(LogRejected.class, rejected -> assertThat(rejected.reason())
                .isEqualTo(reason));
    }
}
