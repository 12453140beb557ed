package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;
import static dev.airlock.provenance.log.Logs.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.log.WitnessAnswer.Cosigned;
import dev.airlock.provenance.log.WitnessAnswer.Forked;
import dev.airlock.provenance.log.WitnessAnswer.Inconsistent;
import dev.airlock.provenance.log.WitnessAnswer.Malformed;
import dev.airlock.provenance.log.WitnessAnswer.Stale;
import dev.airlock.provenance.log.WitnessAnswer.UnknownLog;
import dev.airlock.provenance.log.WitnessAnswer.Untrusted;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Cosigner COSIGNER = new Cosigner("example.com/witness", Logs.key(22));
    private static final Witness WITNESS = new Witness(COSIGNER, Set.of(Logs.SIGNER.key()));
    private static final List<byte[]> HONEST = Trees.entries(40);

    /** The same up to 20, then another story. */
    private static final List<byte[]> FORK = fork();

    private Optional<SignedCheckpoint> last = Optional.empty();

    @Test
    void a_log_that_only_grows_is_cosigned_each_time() throws Exception {
        for (int size : List.of(0, 1, 5, 5, 8, 20, 40)) {
            WitnessAnswer answer = ask(HONEST, kept(), size);
            assertThat(answer).isInstanceOf(Cosigned.class);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).startsWith("\u2014 example.com/witness ").endsWith("\n");
            assertThat(last.orElseThrow().checkpoint().size()).isEqualTo(size);
            NoteSignature line = NoteSignature.parse(answer.body().strip());
            assertThat(checkpoint(HONEST, size).with(line).note().signers(Set.of(COSIGNER.key())))
                    .containsExactly(new SignedBy(COSIGNER.key(), Optional.of(NOW)));
        }
    }

    @Test
    void a_fork_of_the_same_size_is_refused_with_the_log_s_two_signatures_as_evidence() throws Exception {
        ask(HONEST, 0, 30);
        WitnessAnswer answer = ask(FORK, 30, 30);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer).isInstanceOf(Forked.class);
        Equivocation evidence = ((Forked) answer).evidence();
        assertThat(open(evidence.first()).checkpoint())
                .isEqualTo(checkpoint(HONEST, 30).checkpoint());
        assertThat(open(evidence.second())).isEqualTo(checkpoint(FORK, 30));
        assertThat(last.orElseThrow().checkpoint())
                .isEqualTo(checkpoint(HONEST, 30).checkpoint());
        assertThat(ask(FORK, 0, 30)).as("also where it hides what came before").isInstanceOf(Forked.class);
    }

    @Test
    void a_fork_that_has_grown_is_refused_whatever_proof_it_brings() throws Exception {
        ask(HONEST, 0, 30);
        WitnessAnswer answer = ask(FORK, 30, 40);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer).isInstanceOfSatisfying(Inconsistent.class, inconsistent -> {
            assertThat(inconsistent.kept().orElseThrow().checkpoint().size()).isEqualTo(30);
            assertThat(inconsistent.offered()).isEqualTo(checkpoint(FORK, 40));
        });
        SignedCheckpoint forked = checkpoint(FORK, 40);
        List<TreeHash> honest = proof(HONEST, 30, 40);
        for (List<TreeHash> path : List.of(List.<TreeHash>of(), honest, proof(FORK, 20, 40), proof(FORK, 39, 40))) {
            assertThat(answer(new WitnessRequest(30, path, forked.note()))).isInstanceOf(Inconsistent.class);
        }
        assertThat(last.orElseThrow().checkpoint().size()).isEqualTo(30);
        assertThat(ask(HONEST, 30, 40)).as("and the honest one goes on").isInstanceOf(Cosigned.class);
    }

    @Test
    void a_log_never_shrinks() throws Exception {
        ask(HONEST, 0, 30);
        assertThat(ask(HONEST, 10, 20)).isEqualTo(new Stale(30));
        assertThat(answer(
                        new WitnessRequest(30, List.of(), checkpoint(HONEST, 20).note())))
                .isInstanceOf(Malformed.class);
        assertThat(answer(new WitnessRequest(0, List.of(), checkpoint(HONEST, 0).note())))
                .isEqualTo(new Stale(30));
        assertThat(last.orElseThrow().checkpoint().size()).isEqualTo(30);
    }

    @Test
    void a_proof_from_elsewhere_is_told_where_the_witness_is() throws Exception {
        ask(HONEST, 0, 30);
        WitnessAnswer answer = ask(HONEST, 20, 40);
        assertThat(answer).isEqualTo(new Stale(30));
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.contentType()).isEqualTo("text/x.tlog.size");
        assertThat(answer.body()).isEqualTo("30\n");
        last = Optional.empty();
        assertThat(ask(HONEST, 20, 40)).isEqualTo(new Stale(0));
    }

    @Test
    void a_log_that_is_not_on_the_list_and_a_key_that_is_not_the_log_s_are_refused() throws Exception {
        var stranger = new NoteSigner("example.com/log", Logs.key(30));
        Note unknown = checkpoint(HONEST, 5, "example.com/log").signed(stranger).note();
        WitnessAnswer answer = answer(new WitnessRequest(0, List.of(), unknown));
        assertThat(answer).isInstanceOf(UnknownLog.class);
        assertThat(answer.status()).isEqualTo(404);

        Note impostor = checkpoint(HONEST, 5, Logs.NAME.text())
                .signed(new NoteSigner(Logs.NAME.text(), Logs.key(30)))
                .note();
        answer = answer(new WitnessRequest(0, List.of(), impostor));
        assertThat(answer).isInstanceOf(Untrusted.class);
        assertThat(answer.status()).isEqualTo(403);

        byte[] broken =
                checkpoint(HONEST, 5).note().signatures().getFirst().signature().toArray();
        broken[3] ^= 1;
        var forged = new NoteSignature(Logs.NAME.text(), Logs.SIGNER.key().id(), Bytes.of(broken));
        Note bad = new Note(impostor.text(), List.of(forged));
        assertThat(answer(new WitnessRequest(0, List.of(), bad))).isInstanceOf(Untrusted.class);
        assertThat(last).isEmpty();
    }

    @Test
    void what_strangers_put_on_the_note_is_not_kept() throws Exception {
        Note note = checkpoint(HONEST, 5).note();
        for (int i = 0; i < 60; i++) {
            note = note.with(new NoteSignature("stranger", i, Bytes.of(new byte[1000])));
        }
        assertThat(answer(new WitnessRequest(0, List.of(), note))).isInstanceOf(Cosigned.class);
        assertThat(last.orElseThrow().note().signatures())
                .extracting(NoteSignature::name)
                .containsExactly(Logs.NAME.text(), "example.com/witness");
    }

    @Test
    void a_request_is_written_and_read_as_the_specification_has_it() throws Exception {
        SignedCheckpoint signed = checkpoint(HONEST, 40);
        List<TreeHash> path = proof(HONEST, 30, 40);
        var request = new WitnessRequest(30, path, signed.note());
        String body = new String(request.body(), UTF_8);
        assertThat(body)
                .isEqualTo("old 30\n"
                        + String.join("\n", path.stream().map(TreeHash::base64).toList())
                        + "\n\n" + new String(signed.bytes(), UTF_8));
        assertThat(WitnessRequest.parse(request.body())).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "old 5",
                "old 5\n",
                "old 5\n\n",
                "old 05\n\nNOTE",
                "old -1\n\nNOTE",
                "old\n\nNOTE",
                "new 5\n\nNOTE",
                "old 5\nnot a hash\n\nNOTE",
                "old 5\nMANY\n\nNOTE",
                "old 5\n\nno note",
                "old 5\r\n\r\nNOTE",
                "old 9223372036854775808\n\nNOTE"
            })
    void a_body_of_another_form_is_a_bad_request(String form) throws Exception {
        String note = new String(checkpoint(HONEST, 5).bytes(), UTF_8);
        String hash = TreeHash.EMPTY_TREE.base64();
        String body = form.replace("NOTE", note).replace("MANY", (hash + "\n").repeat(63) + hash);
        assertRejected(MALFORMED, () -> WitnessRequest.parse(body.getBytes(UTF_8)));
        assertThat(WITNESS.answer(body.getBytes(UTF_8), _ -> last, NOW).status())
                .isEqualTo(400);
        assertRejected(TOO_LARGE, () -> WitnessRequest.parse(new byte[WitnessRequest.BYTES_MAX + 1]));
    }

    @Test
    void a_signed_note_that_is_no_checkpoint_is_a_bad_request() {
        String text = Logs.NAME.text() + "\nnot a size\n";
        Note note = new Note(text, List.of(Logs.SIGNER.sign(text)));
        WitnessAnswer answer = answer(new WitnessRequest(0, List.of(), note));
        assertThat(answer).isInstanceOf(Malformed.class);
        assertThat(answer.body()).endsWith("\n");
    }

    @Test
    void only_two_roots_of_one_size_of_one_log_are_an_equivocation() throws Exception {
        SignedCheckpoint honest = checkpoint(HONEST, 30);
        assertThat(Equivocation.between(honest, checkpoint(FORK, 30))).isPresent();
        assertThat(Equivocation.between(honest, honest)).isEmpty();
        assertThat(Equivocation.between(honest, checkpoint(FORK, 31))).isEmpty();
        SignedCheckpoint other = checkpoint(FORK, 30, "other").signed(new NoteSigner("other", Logs.key(1)));
        assertThat(Equivocation.between(honest, other)).isEmpty();
        assertThatThrownBy(() -> new Equivocation(honest, honest)).isInstanceOf(IllegalArgumentException.class);
    }

    private long kept() {
        return last.map(kept -> kept.checkpoint().size()).orElse(0L);
    }

    private WitnessAnswer ask(List<byte[]> entries, long from, int to) throws IOException {
        return answer(new WitnessRequest(
                from,
                from > to ? List.of() : proof(entries, from, to),
                checkpoint(entries, to).note()));
    }

    /** What a witness's shell does: stores what was signed. */
    private WitnessAnswer answer(WitnessRequest request) {
        WitnessAnswer answer = WITNESS.answer(request.body(), _ -> last, NOW);
        if (answer instanceof Cosigned cosigned) {
            last = Optional.of(cosigned.next());
        }
        return answer;
    }

    private static SignedCheckpoint checkpoint(List<byte[]> entries, int size) {
        return checkpoint(entries, size, Logs.NAME.text()).signed(Logs.SIGNER);
    }

    private static Checkpoint checkpoint(List<byte[]> entries, int size, String log) {
        return new Checkpoint(log, size, NaiveTree.root(entries.subList(0, size)));
    }

    private static List<TreeHash> proof(List<byte[]> entries, long from, int to) throws IOException {
        return new StoredTree(to, Trees.stored(entries.subList(0, to)))
                .consistency(from, to)
                .path();
    }

    private static SignedCheckpoint open(SignedCheckpoint signed) throws LogRejected {
        return SignedCheckpoint.open(signed.bytes(), Set.of(Logs.SIGNER.key()));
    }

    private static List<byte[]> fork() {
        var entries = new ArrayList<>(HONEST.subList(0, 20));
        for (int i = 20; i < 40; i++) {
            entries.add(("another " + i).getBytes(UTF_8));
        }
        return entries;
    }
}
