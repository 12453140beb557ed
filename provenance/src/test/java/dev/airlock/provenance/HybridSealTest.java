package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.TokenRejected.Reason;
import dev.airlock.provenance.export.Attestation;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tokens with two signatures in every form in which they travel. */
class HybridSealTest {
    private static final Token TOKEN = HybridSamples.token(1, HybridSamples.EXECUTOR);
    private static final Token OTHER = HybridSamples.token(2, HybridSamples.EXECUTOR);
    private static final TokenReader READER = HybridSamples.READER;

    private static void assertRefused(ThrowingCallable way, Reason reason) {
        assertThatThrownBy(way).isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                .as(rejected.getMessage())
                .isEqualTo(reason));
    }

    private static TokenRecord with(Token token, byte[] seal) {
        TokenRecord record = token.record();
        return new TokenRecord(
                record.session(),
                record.intentId(),
                record.tokenId(),
                record.tokenType(),
                record.status(),
                record.epoch(),
                record.sequence(),
                record.canonical(),
                record.hash(),
                record.keyId(),
                Bytes.of(seal));
    }

    private static String member(Token token, String name) throws Exception {
        return StrictJson.object(token.json().getBytes(UTF_8)).get(name).textValue();
    }

    private static byte[] changed(String from, String to) {
        String json = TOKEN.json();
        assertThat(json).contains(from);
        return json.replace(from, to).getBytes(UTF_8);
    }

    @Test
    void a_token_of_a_hybrid_key_comes_back_from_record_and_json() throws Exception {
        assertThat(READER.read(TOKEN.record())).isEqualTo(TOKEN);
        assertThat(READER.readJson(TOKEN.json().getBytes(UTF_8))).isEqualTo(TOKEN);
        assertThat(member(TOKEN, "signature")).hasSize(88);
        assertThat(member(TOKEN, "second_signature")).hasSize(4412);
        assertThat(HybridSamples.token(1, Samples.EXECUTOR).json()).doesNotContain("second_signature");
    }

    @Test
    void a_stripped_token_is_refused_in_every_form() {
        assertRefused(
                () -> READER.read(with(TOKEN, HybridSamples.first(TOKEN.signature()))), Reason.NO_SECOND_SIGNATURE);
        assertRefused(
                () -> READER.readJson(
                        changed(",\"second_signature\":\"" + member(TOKEN, "second_signature") + "\"", "")),
                Reason.NO_SECOND_SIGNATURE);
    }

    @Test
    void a_second_signature_of_another_token_is_refused_in_every_form() {
        byte[] mixed =
                HybridSamples.joined(HybridSamples.first(TOKEN.signature()), HybridSamples.second(OTHER.signature()));
        assertRefused(() -> READER.read(with(TOKEN, mixed)), Reason.BAD_SECOND_SIGNATURE);
        assertRefused(
                () -> READER.readJson(changed(member(TOKEN, "second_signature"), member(OTHER, "second_signature"))),
                Reason.BAD_SECOND_SIGNATURE);
    }

    @Test
    void json_has_one_form_of_the_two_signatures() throws Exception {
        String first = member(TOKEN, "signature");
        String second = member(TOKEN, "second_signature");
        String both = Base64.getEncoder().encodeToString(TOKEN.signature());
        String beside = ",\"second_signature\":\"" + second + "\"";

        assertRefused(() -> READER.readJson(changed(second, "")), Reason.BAD_FIELD);
        assertRefused(() -> READER.readJson(changed(second, second.substring(1))), Reason.BAD_FIELD);
        assertRefused(
                () -> READER.readJson(
                        TOKEN.json().replace(beside, "").replace(first, both).getBytes(UTF_8)),
                Reason.BAD_SIGNATURE);
        assertRefused(() -> READER.readJson(TOKEN.json().replace(first, both).getBytes(UTF_8)), Reason.BAD_FIELD);
        assertRefused(
                () -> READER.readJson(
                        TOKEN.json().replace("\"" + second + "\"", "true").getBytes(UTF_8)),
                Reason.BAD_FIELD);
        Token plain = HybridSamples.token(1, Samples.EXECUTOR);
        String empty = plain.json().replaceFirst("\\{", "{\"second_signature\":\"\",");
        assertRefused(() -> READER.readJson(empty.getBytes(UTF_8)), Reason.BAD_FIELD);
        String borrowed = plain.json().replaceFirst("\\{", "{\"second_signature\":\"" + second + "\",");
        assertRefused(() -> READER.readJson(borrowed.getBytes(UTF_8)), Reason.SECOND_SIGNATURE_UNASKED);
    }

    @Test
    void a_reader_without_the_second_key_believes_nothing() {
        var half = new TokenReader(
                KeyRing.of(Map.of(HybridSamples.EXECUTOR.id(), new Holder(KeyRole.EXECUTOR, "executor"))));
        assertRefused(() -> half.read(TOKEN.record()), Reason.SECOND_KEY_UNKNOWN);
        assertRefused(() -> half.read(with(TOKEN, HybridSamples.first(TOKEN.signature()))), Reason.NO_SECOND_SIGNATURE);
        SigningKey first = SigningKey.fromSeed(HybridSamples.seed(5));
        var misled = new TokenReader(KeyRing.of(Map.of(first.id(), new Holder(KeyRole.EXECUTOR, "executor"))));
        assertRefused(() -> misled.read(TOKEN.record()), Reason.UNKNOWN_KEY);
    }

    /** A hybrid key is a new key, so nothing of the plain one's time needs a second signature, and nothing of the hybrid one's can go without. */
    @Test
    void a_rotation_to_hybrid_and_back_leaves_each_token_to_its_own_key() throws Exception {
        Instant made = TOKEN.content().timestamp();
        Token before = HybridSamples.token(1, Samples.EXECUTOR);
        Token after = HybridSamples.token(1, Samples.STRANGER);
        KeyTerm ended = new KeyTerm(Instant.EPOCH, Optional.of(made.minusSeconds(5)), Optional.empty());
        var reader = new TokenReader(KeyRing.ofKeys(
                Map.of(
                        Samples.EXECUTOR.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor@was-1"),
                        HybridSamples.EXECUTOR.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor@was-2"),
                        Samples.STRANGER.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor")),
                Map.of(Samples.EXECUTOR.id(), ended)));

        assertThat(reader.read(TOKEN.record())).isEqualTo(TOKEN);
        assertThat(reader.read(after.record())).isEqualTo(after);
        assertRefused(() -> reader.read(before.record()), Reason.KEY_EXPIRED);
        assertThat(before.signer()).isNotEqualTo(TOKEN.signer());
    }

    @Test
    void a_revoked_hybrid_key_seals_no_more() {
        Instant made = TOKEN.content().timestamp();
        var word = new KeyTerm.Revocation(made.minusSeconds(5), KeyTerm.Why.COMPROMISED, "a test");
        var reader = new TokenReader(KeyRing.ofKeys(
                Map.of(HybridSamples.EXECUTOR.verifyingKey(), new Holder(KeyRole.EXECUTOR, "executor")),
                Map.of(HybridSamples.EXECUTOR.id(), KeyTerm.ALWAYS.revoked(word))));
        assertRefused(() -> reader.read(TOKEN.record()), Reason.KEY_REVOKED);
    }

    @Test
    void a_leaf_covers_the_second_signature() throws Exception {
        LogEntry entry = LogEntry.of(TOKEN);
        byte[] mixed =
                HybridSamples.joined(HybridSamples.first(TOKEN.signature()), HybridSamples.second(OTHER.signature()));

        assertThat(LogEntry.parse(entry.bytes())).isEqualTo(entry);
        assertThat(LogEntry.of(TOKEN.signer(), mixed, TOKEN.canonical()).leaf()).isNotEqualTo(entry.leaf());
        byte[] stripped = LogEntry.of(TOKEN.signer(), HybridSamples.first(TOKEN.signature()), TOKEN.canonical())
                .bytes();
        assertThatThrownBy(() -> LogEntry.parse(stripped)).hasMessageContaining("not an entry");
        Token plain = HybridSamples.token(1, Samples.EXECUTOR);
        byte[] added = LogEntry.of(
                        plain.signer(),
                        HybridSamples.joined(plain.signature(), HybridSamples.second(TOKEN.signature())),
                        plain.canonical())
                .bytes();
        assertThatThrownBy(() -> LogEntry.parse(added)).hasMessageContaining("not an entry");
    }

    @Test
    void what_a_leaf_is_hangs_on_the_records_bytes_alone() {
        byte[] first = HybridSamples.first(TOKEN.signature());
        assertThat(TokenReader.isWhole(TOKEN.record())).isTrue();
        assertThat(TokenReader.isWhole(HybridSamples.token(1, Samples.STRANGER).record()))
                .isTrue();
        assertThat(TokenReader.isWhole(with(TOKEN, first))).isFalse();
        assertThat(TokenReader.isWhole(with(TOKEN, new byte[3373]))).isFalse();
        assertThat(TokenReader.isWhole(with(TOKEN, OTHER.signature()))).isFalse();
        assertThat(TokenReader.isWhole(with(TOKEN, HybridSamples.joined(TOKEN.signature(), first))))
                .isFalse();
    }

    @Test
    void a_hybrid_keys_chain_goes_on_from_the_text_of_its_head() throws Exception {
        ChainHead head = ChainHead.after(TOKEN);
        assertThat(head.text()).hasSizeLessThanOrEqualTo(250).matches("[A-Za-z0-9:_-]+");
        assertThat(ChainHead.parse(head.text())).isEqualTo(head);
        Token next =
                Sealer.seal(Samples.killed(2), head, HybridSamples.EXECUTOR).token();
        assertThat(READER.read(next.record())).isEqualTo(next);
    }

    @Test
    void an_attestation_of_it_holds_both_signatures() throws Exception {
        String envelope = Attestation.of(TOKEN, Samples.OPERATOR);
        assertThat(Attestation.read(envelope.getBytes(UTF_8), List.of(Samples.OPERATOR.verifyingKey()), READER))
                .isEqualTo(TOKEN);
    }
}
