package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.BAD_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.NO_TRUSTED_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.OUT_OF_RANGE;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_FEW_WITNESSES;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_ROOT;
import static dev.airlock.provenance.log.Logs.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InclusionCheckTest {
    private static final int SIZE = 300;
    private static final Cosigner ONE = new Cosigner("example.com/one", Logs.key(41));
    private static final Cosigner TWO = new Cosigner("example.com/two", Logs.key(42));
    private static final List<LogEntry> ENTRIES = IntStream.range(0, SIZE)
            .mapToObj(i -> LogEntry.of(Logs.key(1).id(), new byte[64], ("{\"n\":" + i + "}").getBytes(UTF_8)))
            .toList();
    private static final Trees.Store STORE = new Trees.Store();
    private static final SignedCheckpoint CHECKPOINT = grown().signed(Logs.SIGNER);
    private static final InclusionCheck CHECK = new InclusionCheck(Set.of(Logs.SIGNER.key()), Set.of(), 0);

    @Test
    void an_entry_is_proved_with_public_keys_and_a_file_alone() throws Exception {
        for (int index = 0; index < SIZE; index += 23) {
            byte[] file = proof(index).bytes();
            var proven = CHECK.check(LogEntry.parse(ENTRIES.get(index).bytes()), ProofFile.parse(file));
            assertThat(proven.index()).isEqualTo(index);
            assertThat(proven.checkpoint()).isEqualTo(CHECKPOINT);
            assertThat(proven.witnesses()).isEmpty();
        }
    }

    @Test
    void the_file_has_the_form_of_the_specification() throws Exception {
        ProofFile proof = proof(5);
        String file = new String(proof.bytes(), UTF_8);
        assertThat(file)
                .startsWith("c2sp.org/tlog-proof@v1\nindex 5\n"
                        + proof.path().getFirst().base64() + "\n")
                .contains("=\n\nairlock/test/tokens/3\n300\n")
                .endsWith(new String(CHECKPOINT.bytes(), UTF_8));
        assertThat(ProofFile.parse(proof.bytes())).isEqualTo(proof);
        var withExtra = new ProofFile(Optional.of(Bytes.of("extra".getBytes(UTF_8))), 0, List.of(), CHECKPOINT.note());
        assertThat(new String(withExtra.bytes(), UTF_8)).contains("@v1\nextra ZXh0cmE=\nindex 0\n\n");
        assertThat(ProofFile.parse(withExtra.bytes())).isEqualTo(withExtra);
    }

    @Test
    void any_changed_byte_of_the_file_is_refused() throws Exception {
        byte[] good = proof(77).bytes();
        LogEntry entry = ENTRIES.get(77);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThatThrownBy(() -> CHECK.check(entry, ProofFile.parse(bad)))
                    .as("byte " + at)
                    .isInstanceOf(LogRejected.class);
        }
    }

    @Test
    void each_forgery_is_refused_for_its_reason() throws Exception {
        ProofFile good = proof(77);
        LogEntry entry = ENTRIES.get(77);
        assertRejected(WRONG_ROOT, () -> CHECK.check(ENTRIES.get(78), good));
        assertRejected(WRONG_ROOT, () -> CHECK.check(LogEntry.unverified(entry.bytes()), good));
        assertRejected(WRONG_ROOT, () -> CHECK.check(entry, at(good, 76)));
        assertRejected(OUT_OF_RANGE, () -> CHECK.check(entry, at(good, SIZE)));
        NoteSigner stranger = new NoteSigner(Logs.NAME.text(), Logs.key(30));
        ProofFile strange = with(good, CHECKPOINT.checkpoint().signed(stranger).note());
        assertRejected(NO_TRUSTED_SIGNATURE, () -> CHECK.check(entry, strange));
        Note larger = new Checkpoint(
                        Logs.NAME.text(), SIZE + 1, CHECKPOINT.checkpoint().root())
                .signed(stranger)
                .note();
        Note borrowed = new Note(larger.text(), CHECKPOINT.note().signatures());
        assertRejected(BAD_SIGNATURE, () -> CHECK.check(entry, with(good, borrowed)));
        String noCheckpoint = Logs.NAME.text() + "\n";
        Note text = new Note(noCheckpoint, List.of(Logs.SIGNER.sign(noCheckpoint)));
        assertRejected(MALFORMED, () -> CHECK.check(entry, with(good, text)));
    }

    @Test
    void as_many_witnesses_as_asked_for_must_have_signed_each_with_its_own_key() throws Exception {
        var asksForTwo = new InclusionCheck(Set.of(Logs.SIGNER.key()), Set.of(ONE.key(), TWO.key()), 2);
        LogEntry entry = ENTRIES.get(5);
        ProofFile none = proof(5);
        assertRejected(TOO_FEW_WITNESSES, () -> asksForTwo.check(entry, none));
        Checkpoint checkpoint = CHECKPOINT.checkpoint();
        Note twice = CHECKPOINT
                .with(ONE.sign(checkpoint, Instant.ofEpochSecond(1)))
                .with(ONE.sign(checkpoint, Instant.ofEpochSecond(2)))
                .note();
        assertRejected(TOO_FEW_WITNESSES, () -> asksForTwo.check(entry, with(none, twice)));
        Note both = twice.with(TWO.sign(checkpoint, Instant.ofEpochSecond(3)));
        assertThat(asksForTwo.check(entry, with(none, both)).witnesses())
                .extracting(SignedBy::key)
                .containsExactlyInAnyOrder(ONE.key(), TWO.key());
        var forged = new NoteSignature(TWO.key().name(), TWO.key().id(), Bytes.of(new byte[72]));
        assertRejected(BAD_SIGNATURE, () -> asksForTwo.check(entry, with(none, twice.with(forged))));
    }

    @Test
    void witnesses_that_cannot_be_told_apart_are_refused() {
        Set<NoteKey> logs = Set.of(Logs.SIGNER.key());
        Cosigner alias = new Cosigner("example.com/alias", Logs.key(41));
        Cosigner self = new Cosigner("example.com/self", Logs.key(11));
        for (Set<NoteKey> witnesses : List.of(
                Set.of(ONE.key(), alias.key()), Set.of(self.key()), Set.of(new NoteSigner("x", Logs.key(43)).key()))) {
            assertThatThrownBy(() -> new InclusionCheck(logs, witnesses, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new InclusionCheck(logs, Set.of(ONE.key()), 2))
                .hasMessage("of 1 witnesses 2 cannot be asked for");
        assertThatThrownBy(() -> new InclusionCheck(logs, Set.of(), -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c2sp.org/tlog-proof@v1\n\nNOTE",
                "c2sp.org/tlog-proof@v2\nindex 0\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 00\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex -1\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nextra AA==\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nextra !\nindex 0\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 0\nindex 0\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 0\nMANY\n\nNOTE",
                "c2sp.org/tlog-proof@v1\nindex 0\n\n",
                "c2sp.org/tlog-proof@v1\nindex 0\nNOTE"
            })
    void what_has_another_form_is_no_proof_file(String form) {
        String hash = TreeHash.EMPTY_TREE.base64();
        String file = form.replace("NOTE", new String(CHECKPOINT.bytes(), UTF_8))
                .replace("MANY", (hash + "\n").repeat(63) + hash);
        assertRejected(MALFORMED, () -> ProofFile.parse(file.getBytes(UTF_8)));
        assertRejected(TOO_LARGE, () -> ProofFile.parse(new byte[ProofFile.BYTES_MAX + 1]));
    }

    @Test
    void a_proof_for_another_size_is_not_put_beside_a_checkpoint() {
        assertThatThrownBy(() -> ProofFile.of(new InclusionProof(0, 1, List.of()), CHECKPOINT))
                .hasMessage("a proof for size 1 says nothing of a checkpoint of size 300");
    }

    private static ProofFile proof(int index) throws Exception {
        return ProofFile.of(new StoredTree(SIZE, STORE).inclusion(index, SIZE), CHECKPOINT);
    }

    private static ProofFile at(ProofFile proof, int index) {
        return new ProofFile(proof.extra(), index, proof.path(), proof.note());
    }

    private static ProofFile with(ProofFile proof, Note note) {
        return new ProofFile(proof.extra(), proof.index(), proof.path(), note);
    }

    private static Checkpoint grown() {
        GrowingLog log = GrowingLog.empty(Logs.NAME, STORE);
        ENTRIES.forEach(log::append);
        log.partials().forEach(STORE);
        return log.checkpoint();
    }
}
