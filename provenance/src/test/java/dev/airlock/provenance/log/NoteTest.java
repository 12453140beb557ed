package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.BAD_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.NO_TRUSTED_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;
import static dev.airlock.provenance.log.Logs.assertRejected;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Bytes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final NoteSigner SIGNER = new NoteSigner("example.com/log", Logs.key(21));
    private static final Cosigner WITNESS = new Cosigner("example.com/witness", Logs.key(22));
    private static final String TEXT = "a line\n\nanother — with a dash\n";

    /** From the tests of Go's sumdb/note, which wrote the form. */
    @Test
    void the_note_of_another_implementation_verifies() throws Exception {
        NoteKey key = NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        String note = """
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """;

        Note read = Note.parse(note.getBytes(UTF_8));

        assertThat(read.signers(Set.of(key))).containsExactly(new SignedBy(key, Optional.empty()));
        assertThat(read.bytes()).isEqualTo(note.getBytes(UTF_8));
        assertThat(key.id()).isEqualTo(0xc74f20a3);
    }

    @Test
    void what_is_signed_is_read_back_the_same() throws Exception {
        Note note = new Note(TEXT, List.of(SIGNER.sign(TEXT)));
        Note read = Note.parse(note.bytes());
        assertThat(read).isEqualTo(note);
        assertThat(read.text()).isEqualTo(TEXT);
        assertThat(read.signers(Set.of(SIGNER.key()))).extracting(SignedBy::key).containsExactly(SIGNER.key());
        assertThat(NoteKey.parse(SIGNER.key().text())).isEqualTo(SIGNER.key());
        assertThat(NoteKey.parse(WITNESS.key().text())).isEqualTo(WITNESS.key());
    }

    @Test
    void any_changed_byte_is_refused() {
        byte[] good = new Note(TEXT, List.of(SIGNER.sign(TEXT))).bytes();
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertThatThrownBy(() -> Note.parse(bad).signers(Set.of(SIGNER.key())))
                    .as("byte " + at)
                    .isInstanceOf(LogRejected.class);
        }
    }

    @Test
    void signatures_of_strangers_are_kept_and_ignored() throws Exception {
        NoteSigner stranger = new NoteSigner("example.org/other", Logs.key(30));
        NoteSigner sameName = new NoteSigner("example.com/log", Logs.key(31));
        NoteSignature garbage = new NoteSignature("x", 7, Bytes.of(new byte[] {1}));
        Note note = new Note(TEXT, List.of(garbage, stranger.sign(TEXT), sameName.sign(TEXT)));
        assertRejected(NO_TRUSTED_SIGNATURE, () -> note.signers(Set.of(SIGNER.key())));

        Note signed = Note.parse(note.with(SIGNER.sign(TEXT)).bytes());
        assertThat(signed.signatures()).hasSize(4).contains(garbage);
        assertThat(signed.signers(Set.of(SIGNER.key(), WITNESS.key()))).hasSize(1);
    }

    @Test
    void a_bad_signature_in_a_trusted_name_spoils_the_note_whatever_else_is_on_it() {
        NoteSigner other = new NoteSigner("example.org/other", Logs.key(30));
        var forged = new NoteSignature(SIGNER.key().name(), SIGNER.key().id(), Bytes.of(new byte[64]));
        Note note = new Note(TEXT, List.of(other.sign(TEXT), SIGNER.sign(TEXT), forged));
        assertRejected(BAD_SIGNATURE, () -> note.signers(List.of(other.key(), SIGNER.key())));
        var cut = new NoteSignature(SIGNER.key().name(), SIGNER.key().id(), Bytes.of(new byte[63]));
        assertRejected(BAD_SIGNATURE, () -> new Note(TEXT, List.of(cut)).signers(Set.of(SIGNER.key())));
    }

    /** The published example of tlog-cosignature has no key; so ours is taken apart by hand. */
    @Test
    void a_cosignature_is_over_the_time_and_the_whole_text() throws Exception {
        Checkpoint checkpoint = new Checkpoint("example.com/log", 0, TreeHash.EMPTY_TREE, List.of("an extension"));
        NoteSignature cosignature = WITNESS.sign(checkpoint, Instant.parse("2023-03-20T12:25:47.9Z"));
        byte[] whole = cosignature.signature().toArray();
        assertThat(whole).hasSize(72).startsWith(0, 0, 0, 0, 0x64, 0x18, 0x50, 0xCB);
        String message = """
                cosignature/v1
                time 1679315147
                example.com/log
                0
                47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
                an extension
                """;
        WITNESS.key().key().verify(message.getBytes(UTF_8), Arrays.copyOfRange(whole, 8, 72));

        Note note = checkpoint.signed(SIGNER).with(cosignature).note();
        assertThat(Note.parse(note.bytes()).signers(Set.of(WITNESS.key())))
                .containsExactly(new SignedBy(WITNESS.key(), Optional.of(Instant.ofEpochSecond(1_679_315_147))));
    }

    @Test
    void a_cosigner_counts_once_with_its_latest_time() throws Exception {
        Checkpoint checkpoint = new Checkpoint("example.com/log", 0, TreeHash.EMPTY_TREE);
        Note note = checkpoint
                .signed(SIGNER)
                .with(WITNESS.sign(checkpoint, Instant.ofEpochSecond(20)))
                .with(WITNESS.sign(checkpoint, Instant.ofEpochSecond(30)))
                .with(WITNESS.sign(checkpoint, Instant.ofEpochSecond(10)))
                .note();
        assertThat(note.signers(Set.of(WITNESS.key())))
                .extracting(signer -> signer.at().orElseThrow())
                .containsExactly(Instant.ofEpochSecond(30));
    }

    @Test
    void a_cosignature_with_another_time_or_length_is_no_signature() {
        Checkpoint checkpoint = new Checkpoint("example.com/log", 0, TreeHash.EMPTY_TREE);
        byte[] good =
                WITNESS.sign(checkpoint, Instant.ofEpochSecond(20)).signature().toArray();
        byte[] later = good.clone();
        later[7]++;
        byte[] negative = good.clone();
        negative[0] = -1;
        byte[] beyond = good.clone();
        beyond[0] = 0x7f;
        for (byte[] bad : List.of(later, negative, beyond, new byte[71], new byte[1])) {
            var signature =
                    new NoteSignature(WITNESS.key().name(), WITNESS.key().id(), Bytes.of(bad));
            Note note = checkpoint.signed(SIGNER).with(signature).note();
            assertRejected(BAD_SIGNATURE, () -> note.signers(Set.of(WITNESS.key())));
        }
        assertThatThrownBy(() -> WITNESS.sign(checkpoint, Instant.ofEpochSecond(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_plain_signature_never_covers_what_a_cosignature_could() {
        String text = "cosignature/v1\ntime 1\nexample.com/log\n";
        assertThatThrownBy(() -> SIGNER.sign(text)).isInstanceOf(IllegalArgumentException.class);
        byte[] made = Logs.key(21).sign(text.getBytes(UTF_8));
        Note note = new Note(
                text,
                List.of(new NoteSignature(SIGNER.key().name(), SIGNER.key().id(), Bytes.of(made))));
        assertRejected(BAD_SIGNATURE, () -> note.signers(Set.of(SIGNER.key())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\n\n— name AAAAAAA=",
                "text\n\nname AAAAAAA=\n",
                "text\n\n- name AAAAAAA=\n",
                "text\n\n—name AAAAAAA=\n",
                "text\n\n— AAAAAAA=\n",
                "text\n\n—  AAAAAAA=\n",
                "text\n\n— a+b AAAAAAA=\n",
                "text\n\n— a b AAAAAAA=\n",
                "text\n\n— a\u00a0b AAAAAAA=\n",
                "text\n\n— a\u2003b AAAAAAA=\n",
                "text\n\n— name AAAAAA==\n",
                "text\n\n— name AAAAAAA\n",
                "text\n\n— name AAAAAAB=\n",
                "text\n\n— name AAAA AAA=\n",
                "text\n\n— name \u00e9\u00e9\u00e9\u00e9\n",
                "text\n\n— name AAAAAAA=\n— name AAAAAAA=\n",
                "text\n\n— name AAAAAAA=\nmore\n",
                "text\r\n\n— name AAAAAAA=\n",
                "te\u0000xt\n\n— name AAAAAAA=\n",
                "te\txt\n\n— name AAAAAAA=\n"
            })
    void what_has_another_form_is_no_note(String whole) {
        assertRejected(MALFORMED, () -> Note.parse(whole.getBytes(UTF_8)));
    }

    @Test
    void what_is_not_utf_8_too_long_or_has_too_many_signatures_is_no_note() {
        byte[] latin = "t\u00e9xt\n\n— name AAAAAAA=\n".getBytes(ISO_8859_1);
        assertRejected(MALFORMED, () -> Note.parse(latin));
        assertRejected(TOO_LARGE, () -> Note.parse(new byte[Note.BYTES_MAX + 1]));
        var many = new StringBuilder("text\n\n");
        for (int i = 0; i < 65; i++) {
            many.append(new NoteSignature("name", i, Bytes.of(new byte[] {1})).line())
                    .append('\n');
        }
        assertRejected(MALFORMED, () -> Note.parse(many.toString().getBytes(UTF_8)));
    }

    @Test
    void random_bytes_are_refused_and_nothing_worse() {
        Random random = new Random(2026);
        byte[] good = new Note(TEXT, List.of(SIGNER.sign(TEXT))).bytes();
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = good.clone();
            for (int change = 0; change < 3; change++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            if (!Arrays.equals(good, bad)) {
                assertThatThrownBy(() -> Note.parse(bad).signers(Set.of(SIGNER.key())))
                        .isInstanceOf(LogRejected.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "name+00000000",
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
                "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "x+c74f20a3+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "x+c74f20a3+!"
            })
    void what_has_another_form_is_no_verifier_key(String text) {
        assertThatThrownBy(() -> NoteKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
