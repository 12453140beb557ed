package dev.airlock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
    private static final byte[] PAYLOAD = "print(1)".getBytes(StandardCharsets.UTF_8);
    private static final IntentKey KEY = new IntentKey("s", "i");
    private static final Asked ASKED = new Asked(KEY, "code:execute", Hashes.sha256(PAYLOAD));
    private static final Optional<TokenReader> TRUSTED = Optional.of(new TokenReader(Sealed.RING));

    private static Answer read(String json, Optional<TokenReader> trusted) {
        return AnswerReader.read(json.getBytes(StandardCharsets.UTF_8), ASKED, trusted, 1.5);
    }

    private static void assertRejected(String json, String why) {
        assertThatExceptionOfType(AnswerRejected.class)
                .isThrownBy(() -> read(json, TRUSTED))
                .withMessageContaining(why);
    }

    private static Token token(IntentKey key, String intent, byte[] payload) {
        return Sealed.refusal(key, intent, payload, Sealed.GATEWAY);
    }

    @Test
    void an_answer_has_its_code_its_time_and_its_verified_token() {
        Answer answer = read(Sealed.answer(403, token(KEY, "code:execute", PAYLOAD)), TRUSTED);
        assertThat(answer.httpLikeCode()).isEqualTo(403);
        assertThat(answer.safe()).isFalse();
        assertThat(answer.roundtripMillis()).isEqualTo(1.5);
        assertThat(answer.note()).isEqualTo("told");
        assertThat(answer.token()).isInstanceOfSatisfying(Provenance.Verified.class, one -> assertThat(
                        one.token().content().eraan().key())
                .isEqualTo(KEY));
    }

    @Test
    void without_keys_a_token_is_a_text_that_somebody_sent() {
        Token token = token(KEY, "code:execute", PAYLOAD);
        assertThat(read(Sealed.answer(403, token), Optional.empty()).token()).isInstanceOf(Provenance.Unverified.class);
    }

    @Test
    void a_token_of_a_stranger_fails_closed() {
        assertRejected(
                Sealed.answer(403, Sealed.refusal(KEY, "code:execute", PAYLOAD, Sealed.key(9))), "not to be trusted");
    }

    @Test
    void a_token_of_another_intent_another_payload_or_another_name_fails_closed() {
        assertRejected(Sealed.answer(403, token(KEY, "file:scan", PAYLOAD)), "another intent");
        assertRejected(Sealed.answer(403, token(KEY, "code:execute", new byte[] {1})), "another payload");
        assertRejected(Sealed.answer(403, token(new IntentKey("s", "j"), "code:execute", PAYLOAD)), "another intent");
    }

    @Test
    void a_code_that_its_token_does_not_bear_out_fails_closed() {
        assertRejected(Sealed.answer(200, token(KEY, "code:execute", PAYLOAD)), "says 200 and its token 403");
    }

    @Test
    void a_200_without_a_token_proves_nothing() {
        assertRejected("{\"status\":200,\"tibet_provenance\":null}", "has no token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"status\":\"200\"}",
                "{\"status\":201}",
                "{\"status\":200.0}",
                "{\"status\":503,\"status\":200}",
                "{\"status\":503,\"output\":{\"encoding\":\"base64\",\"stdout\":\"*\"}}"
            })
    void what_is_no_answer_is_rejected_and_never_half_read(String json) {
        assertThatExceptionOfType(AnswerRejected.class).isThrownBy(() -> read(json, TRUSTED));
    }

    @Test
    void an_answer_without_a_token_says_how_long_to_wait() {
        Answer answer = read("{\"status\":503,\"retry_after_ms\":1500,\"note\":\"full\"}", TRUSTED);
        assertThat(answer.retryAfter()).contains(Duration.ofMillis(1500));
        assertThat(answer.token()).isInstanceOf(Provenance.None.class);
        assertThat(read("{\"status\":503,\"retry_after_ms\":-4}", TRUSTED).retryAfter())
                .isEmpty();
    }

    @Test
    void output_is_read_in_either_encoding() {
        Answer answer =
                read("{\"status\":503,\"output\":{\"encoding\":\"utf-8\",\"stdout\":\"é\",\"stderr\":\"e\"}}", TRUSTED);
        assertThat(answer.text()).isEqualTo("é");
        assertThat(read("{\"status\":503,\"output\":{\"encoding\":\"base64\",\"stdout\":\"/w==\"}}", TRUSTED)
                        .stdout()
                        .toArray())
                .containsExactly(0xff);
    }
}
