package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.BAD_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.NO_TRUSTED_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.REWOUND;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_LENGTH;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_LOG;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_ROOT;
import static dev.airlock.provenance.log.Logs.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.log.Heads.Head;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadsTest {
    private static final LedgerSigner LEDGER = new LedgerSigner("test", Logs.key(11));
    private static final List<byte[]> ENTRIES = Trees.entries(20);
    private static final Heads HEADS = heads(3, 0, 20);

    @Test
    void the_map_lists_every_partition_in_order_and_is_signed() throws Exception {
        assertThat(HEADS.text()).isEqualTo("""
                        airlock/test/heads
                        airlock.tokens.v1
                        0 3 %s
                        1 0 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
                        2 20 %s
                        """.formatted(root(3), root(20)));
        assertThat(Heads.open(HEADS.signed(LEDGER).bytes(), LEDGER.key())).isEqualTo(HEADS);
        assertThat(HEADS.checkpoint(2)).isEqualTo(new Checkpoint("airlock/test/tokens/2", 20, root(20)));
    }

    @Test
    void any_changed_byte_and_any_other_key_is_refused() {
        byte[] good = HEADS.signed(LEDGER).bytes();
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThatThrownBy(() -> Heads.open(bad, LEDGER.key())).isInstanceOf(LogRejected.class);
        }
        var otherKey = new LedgerSigner("test", Logs.key(12));
        assertRejected(NO_TRUSTED_SIGNATURE, () -> Heads.open(good, otherKey.key()));
        var otherLedger = new LedgerSigner("other", Logs.key(11));
        assertRejected(NO_TRUSTED_SIGNATURE, () -> Heads.open(good, otherLedger.key()));
        String forged = new String(good, UTF_8).replace("\n2 20 ", "\n2 21 ");
        assertRejected(BAD_SIGNATURE, () -> Heads.open(forged.getBytes(UTF_8), LEDGER.key()));
    }

    /** What the ledger itself would sign by mistake is refused too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "airlock/test/heads\n",
                "airlock/test/heads\ntopic\n",
                "airlock/test/heads\ntopic\n0 1\n",
                "airlock/test/heads\ntopic\n0 1 ROOT extra\n",
                "airlock/test/heads\ntopic\n1 1 ROOT\n",
                "airlock/test/heads\ntopic\n0 1 ROOT\n0 1 ROOT\n",
                "airlock/test/heads\ntopic\n0 01 ROOT\n",
                "airlock/test/heads\ntopic\n0 0 ROOT\n",
                "airlock/test/heads\nto pic\n0 1 ROOT\n",
                "airlock/other/heads\ntopic\n0 1 ROOT\n",
                "airlock/test/heads\ntopic\n0 1 ROOT\n\n"
            })
    void what_has_another_form_is_no_map(String form) {
        String text = form.replace("ROOT", root(1).base64());
        Note note = new Note(text, List.of(LEDGER.ofHeads().sign(text)));
        assertRejected(MALFORMED, () -> Heads.open(note.bytes(), LEDGER.key()));
    }

    @Test
    void a_checkpoint_is_of_the_same_tree_or_is_refused() throws Exception {
        HEADS.requireSameTree(checkpoint(2, 20), List.of());
        HEADS.requireSameTree(checkpoint(1, 0), List.of());
        HEADS.requireSameTree(checkpoint(1, 20), List.of());
        HEADS.requireSameTree(checkpoint(0, 20), proof(3, 20));
        HEADS.requireSameTree(checkpoint(2, 3), proof(3, 20));
        var fork = new Checkpoint("airlock/test/tokens/2", 20, root(19));
        assertRejected(WRONG_ROOT, () -> HEADS.requireSameTree(fork, List.of()));
        assertRejected(WRONG_LENGTH, () -> HEADS.requireSameTree(checkpoint(0, 20), List.of()));
        assertRejected(WRONG_LOG, () -> HEADS.requireSameTree(checkpoint(3, 20), List.of()));
    }

    @Test
    void a_later_map_has_lost_nothing() throws Exception {
        HEADS.requireFollows(HEADS);
        heads(4, 20, 20).requireFollows(HEADS);
        assertRejected(REWOUND, () -> heads(2, 0, 20).requireFollows(HEADS));
        assertRejected(REWOUND, () -> heads(3, 0).requireFollows(HEADS));
        assertRejected(REWOUND, () -> heads(3, 0, 20, 0).requireFollows(HEADS));
        Heads fork = new Heads(
                "test",
                "airlock.tokens.v1",
                List.of(new Head(3, root(4)), new Head(0, root(0)), new Head(20, root(20))));
        assertRejected(WRONG_ROOT, () -> fork.requireFollows(HEADS));
        assertRejected(WRONG_LOG, () -> new Heads("test", "other", HEADS.heads()).requireFollows(HEADS));
        assertRejected(WRONG_LOG, () -> new Heads("other", HEADS.topic(), HEADS.heads()).requireFollows(HEADS));
    }

    @Test
    void a_map_has_1_to_1024_partitions() {
        Head head = new Head(0, root(0));
        assertThat(new Heads("test", "topic", Collections.nCopies(1024, head))
                        .signed(LEDGER)
                        .bytes())
                .hasSizeLessThan(Note.BYTES_MAX);
        assertThatThrownBy(() -> new Heads("test", "topic", List.of())).hasMessageContaining("not 0");
        assertThatThrownBy(() -> new Heads("test", "topic", Collections.nCopies(1025, head)))
                .hasMessageContaining("not 1025");
    }

    @Test
    void one_key_is_handed_out_for_all_logs_of_a_ledger() throws Exception {
        LedgerKey key = LedgerKey.parse(LEDGER.key().text());
        assertThat(key).isEqualTo(LEDGER.key());
        assertThat(key.text()).startsWith("airlock/test+");
        assertThat(key.ofLog(7)).isEqualTo(LEDGER.ofLog(7).key());
        assertThat(key.ofLog(7).name()).isEqualTo("airlock/test/tokens/7");
        assertThat(key.ofHeads().name()).isEqualTo("airlock/test/heads");
        for (NoteKey other : List.of(
                new NoteKey("airlock/", NoteKey.Kind.PLAIN, key.key()),
                new NoteKey("other/test", NoteKey.Kind.PLAIN, key.key()),
                new NoteKey("airlock/test", NoteKey.Kind.COSIGNATURE, key.key()),
                key.ofLog(0))) {
            assertThatThrownBy(() -> LedgerKey.parse(other.text())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static Heads heads(int... sizes) {
        return new Heads(
                "test",
                "airlock.tokens.v1",
                IntStream.of(sizes).mapToObj(size -> new Head(size, root(size))).toList());
    }

    private static Checkpoint checkpoint(int partition, int size) {
        return new Checkpoint("airlock/test/tokens/" + partition, size, root(size));
    }

    private static TreeHash root(int size) {
        return NaiveTree.root(ENTRIES.subList(0, size));
    }

    private static List<TreeHash> proof(int from, int to) {
        return NaiveTree.proof(from, ENTRIES.subList(0, to));
    }
}
