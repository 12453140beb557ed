package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.TokenRejected.Reason;
import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.TokenRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenReaderTest {
    private static final ChainHead GENESIS = ChainHead.genesis(Samples.CHAIN);

    static Stream<UnsealedToken> contents() {
        return Stream.concat(
                Stream.of(
                        Samples.completed(1),
                        Samples.killed(2),
                        Samples.faulted(3),
                        Samples.refused(4),
                        MoreSamples.delegated(6),
                        MoreSamples.longest(5)),
                MoreSamples.refusals().values().stream());
    }

    @ParameterizedTest
    @MethodSource("contents")
    void what_is_sealed_is_read_back_the_same(UnsealedToken content) throws Exception {
        Token sealed = seal(content);
        Token read = Samples.READER.read(sealed.canonical(), sealed.signature(), sealed.signer());

        assertThat(read).isEqualTo(sealed);
        assertThat(read.content()).isEqualTo(content);
        assertThat(read.link()).isEqualTo(GENESIS.next());
        assertThat(sealed.canonical()).hasSizeLessThan(TokenReader.CANONICAL_BYTES_MAX);
        assertThat(Samples.READER.readJson(sealed.json().getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(sealed);
    }

    @Test
    void a_token_names_those_on_whose_behalf_its_run_was_asked_for_and_is_silent_where_there_is_nobody() {
        assertThat(seal(MoreSamples.delegated(1)).json())
                .contains("\"on_behalf_of\":[\"jis:acme:lead\",\"jis:acme:middle\"]");
        assertThat(seal(Samples.completed(1)).json()).doesNotContain("on_behalf_of");
    }

    @ParameterizedTest
    @MethodSource("contents")
    void any_changed_byte_breaks_verification(UnsealedToken content) {
        Token token = seal(content);
        Random random = new Random(8032);
        byte[] canonical = token.canonical();
        int[] places = canonical.length < 3_000
                ? random.ints(0, canonical.length).limit(400).toArray()
                : random.ints(0, canonical.length).limit(40).toArray();
        for (int at : places) {
            byte[] changed = canonical.clone();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertRejected(changed, token.signature(), token);
        }
        for (int at = 0; at < 64; at++) {
            byte[] changed = token.signature();
            changed[at] ^= (byte) (1 + random.nextInt(255));
            assertRejected(canonical, changed, token);
        }
    }

    @Test
    void any_byte_added_or_lost_breaks_verification() {
        Token token = seal(Samples.killed(2));
        byte[] canonical = token.canonical();
        for (int at = 0; at < canonical.length; at += 7) {
            byte[] shorter = new byte[canonical.length - 1];
            System.arraycopy(canonical, 0, shorter, 0, at);
            System.arraycopy(canonical, at + 1, shorter, at, shorter.length - at);
            assertRejected(shorter, token.signature(), token);
            assertRejected(Arrays.copyOf(canonical, canonical.length + at + 1), token.signature(), token);
        }
    }

    /** With the key in hand, an attacker still cannot make two texts of one token: whatever is read is canonical. */
    @Test
    void whatever_is_signed_is_refused_or_canonical() {
        Random random = new Random(8785);
        byte[] canonical = seal(Samples.killed(2)).canonical();
        int read = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] changed = canonical.clone();
            changed[random.nextInt(changed.length)] = (byte) (32 + random.nextInt(95));
            read += readsAs(changed) ? 1 : 0;
        }
        assertThat(read).as("some changes of letters are other tokens").isBetween(1, 2_999);
    }

    /** Or every reader that asks where the chain goes on would stop at it: an audit, the ledger, the sealers. */
    @Test
    void a_place_behind_which_nothing_can_follow_is_none_whoever_signs_it() throws Exception {
        Token last = behind(ChainLink.SEQUENCE_MAX);
        Token read = Samples.READER.read(last.canonical(), last.signature(), last.signer());
        assertThat(ChainHead.after(read).next().sequence()).isEqualTo(ChainLink.SEQUENCE_MAX + 1);
        Token beyond = behind(ChainLink.SEQUENCE_MAX + 1);
        assertThatThrownBy(() -> Samples.READER.read(beyond.canonical(), beyond.signature(), beyond.signer()))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.BAD_FIELD));
    }

    private static Token behind(long sequence) {
        Token before = seal(Samples.completed(1));
        var link = new ChainLink(Samples.CHAIN, 0, sequence, new Predecessor.Parent(before.id(), before.hash()));
        byte[] canonical = CanonicalToken.bytes(Samples.completed(2), link);
        return new Token(Samples.completed(2), link, canonical, Samples.EXECUTOR.seal(canonical));
    }

    @Test
    void longer_than_any_token_is_refused_before_anything_else() {
        byte[] bytes = new byte[TokenReader.CANONICAL_BYTES_MAX + 1];
        assertThatThrownBy(() -> Samples.READER.read(bytes, new byte[64], Samples.STRANGER.id()))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void the_whole_json_may_be_laid_out_freely_but_says_one_thing() throws Exception {
        Token token = seal(Samples.completed(1));
        String json = token.json();

        assertThat(readJson("\n  " + json.replace(",\"", " ,\n\t\"") + "\n")).isEqualTo(token);
        assertJsonRejected(json.replace("intent-1", "intent-2"), Reason.WRONG_HASH);
        assertJsonRejected(json.replace("\"signature\":\"", "\"signature\":\"AAAA"), Reason.BAD_SIGNATURE);
        assertJsonRejected(json.replace("\"signature\":\"", "\"signature\":\"!"), Reason.BAD_FIELD);
        assertJsonRejected(json.replace("\"hash\":\"sha256", "\"hash\":\"sha512"), Reason.BAD_FIELD);
        assertJsonRejected(json.replace("\"signature\":", "\"sig\":"), Reason.MISSING_FIELD);
        assertJsonRejected(json + json, Reason.NOT_JSON);
        assertJsonRejected("[" + json + "]", Reason.NOT_JSON);
    }

    @Test
    void a_record_of_the_bus_says_nothing_but_what_is_signed() throws Exception {
        Token token = seal(Samples.killed(2));
        TokenRecord good = token.record();
        assertThat(Samples.READER.read(good)).isEqualTo(token);

        assertRecordRejected(
                with(good, "other", good.tokenType(), 403, 0, good.hash(), good.keyId()), Reason.WRONG_RECORD);
        assertRecordRejected(
                with(good, good.session(), "SAFE_EXECUTION", 403, 0, good.hash(), good.keyId()), Reason.WRONG_RECORD);
        assertRecordRejected(
                with(good, good.session(), good.tokenType(), 200, 0, good.hash(), good.keyId()), Reason.WRONG_RECORD);
        assertRecordRejected(
                with(good, good.session(), good.tokenType(), 403, 1, good.hash(), good.keyId()), Reason.WRONG_RECORD);
        assertRecordRejected(
                with(good, good.session(), good.tokenType(), 403, 0, "sha256:0", good.keyId()), Reason.WRONG_HASH);
        assertRecordRejected(
                with(good, good.session(), good.tokenType(), 403, 0, good.hash(), "nobody"), Reason.UNKNOWN_KEY);
    }

    @Test
    void a_rejection_quotes_nothing_of_a_strangers_bytes() {
        byte[] bytes = "{\"secret-in-the-bytes\": tru".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Samples.READER.read(bytes, Samples.EXECUTOR.sign(bytes), Samples.EXECUTOR.id()))
                .isInstanceOf(TokenRejected.class)
                .hasMessageNotContaining("secret-in-the-bytes")
                .hasNoCause();
    }

    private static TokenRecord with(
            TokenRecord record, String session, String type, int status, long sequence, String hash, String keyId) {
        return new TokenRecord(
                session,
                record.intentId(),
                record.tokenId(),
                type,
                status,
                record.epoch(),
                sequence,
                record.canonical(),
                hash,
                keyId,
                record.signature());
    }

    private static void assertRecordRejected(TokenRecord record, Reason reason) {
        assertThatThrownBy(() -> Samples.READER.read(record))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(reason));
    }

    private static boolean readsAs(byte[] canonical) {
        try {
            Token token = Samples.READER.read(canonical, Samples.EXECUTOR.sign(canonical), Samples.EXECUTOR.id());
            assertThat(CanonicalToken.bytes(token.content(), token.link())).isEqualTo(canonical);
            return true;
        } catch (TokenRejected e) {
            assertThat(e).hasMessageNotContaining("\n");
            return false;
        }
    }

    private static Token seal(UnsealedToken content) {
        return Sealer.seal(content, GENESIS, Samples.EXECUTOR).token();
    }

    private static Token readJson(String json) throws TokenRejected {
        return Samples.READER.readJson(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertJsonRejected(String json, Reason reason) {
        assertThatThrownBy(() -> readJson(json))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(reason));
    }

    private static void assertRejected(byte[] canonical, byte[] signature, Token token) {
        assertThatThrownBy(() -> Samples.READER.read(canonical, signature, token.signer()))
                .isInstanceOfSatisfying(TokenRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.BAD_SIGNATURE));
    }
}
