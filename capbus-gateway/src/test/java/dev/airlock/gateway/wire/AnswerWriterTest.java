package dev.airlock.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.gateway.model.Answer;
import dev.airlock.provenance.TokenSeal;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Everything that canonical JSON can have: nesting, empty ones, null, numbers up to 64 bits, characters beyond the basic plane. */
    private static final String CANONICAL =
            "{\"a\":[],\"b\":{},\"c\":[1,[2,{\"d\":null}]],\"e\":9223372036854775807,\"f\":-1,\"g\":true,"
                    + "\"h.{}[],:\":\"a,{b}:[c]\",\"i\":\"\\u0007 \\\" \\\\ \u00e9 \ud83d\ude00\"}";

    private static TokenRecord token(String canonical, byte[] seal) {
        return new TokenRecord(
                "s", "i", "t", "SAFE_EXECUTION", 200, 0, 0, utf8(canonical), "sha256:0", "ed25519:0", Bytes.of(seal));
    }

    private static Bytes utf8(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(TokenRecord token, Bytes stdout, NamedFile... files) {
        var output = new Output("s", "i", "t", stdout, utf8("err"), false, "sha256:0", List.of(files), Bytes.EMPTY);
        return new Answer(7, 200, "code:execute", Optional.of(token), Optional.of(output), "");
    }

    private static String written(Answer answer) {
        return new String(AnswerWriter.write(answer), StandardCharsets.UTF_8);
    }

    @Test
    void a_token_has_its_signed_members_as_they_are_and_its_hash_and_seal_behind_them() throws Exception {
        byte[] hybrid = new byte[64 + 3309];
        hybrid[63] = 1;
        hybrid[64] = 2;
        ObjectNode whole = (ObjectNode) JSON.readTree(CANONICAL);
        whole.put("hash", "sha256:0");
        TokenSeal.put(whole, hybrid);

        String text = written(answer(token(CANONICAL, hybrid), utf8("out")));

        String asATree = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(text)) + "\n";
        assertThat(text).isEqualTo(asATree);
        assertThat(JSON.writeValueAsString(JSON.readTree(text).get("tibet_provenance")))
                .isEqualTo(JSON.writeValueAsString(whole));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "[]", "{", "{\"a\":{}", "{\"a\":1]}", "{\"a\":[}", "{\"a\":\"b}", "{}}", "{\"a\":\"\\\"}"})
    void what_is_no_object_is_no_token(String canonical) {
        assertThatThrownBy(() -> written(answer(token(canonical, new byte[64]), utf8("out"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("token");
    }

    @Test
    void every_member_has_its_place() throws Exception {
        Answer answer = answer(
                        token("{}", new byte[64]), utf8("out"), new NamedFile("x.bin", Bytes.of(new byte[] {1, 2})))
                .after(new Answer.Streamed(2, 3))
                .in(Optional.of(new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "k=v")))
                .retryAfter(Duration.ofSeconds(2));

        assertThat(JSON.writeValueAsString(JSON.readTree(written(answer))))
                .isEqualTo("{\"channel_id\":7,\"status\":200,\"intent\":\"code:execute\",\"tibet_provenance\":{"
                        + "\"hash\":\"sha256:0\",\"signature\":\"" + "A".repeat(86) + "==\"},"
                        + "\"output\":{\"encoding\":\"utf-8\",\"stdout\":\"t\",\"stderr\":\"\",\"truncated\":false,"
                        + "\"files\":[{\"name\":\"x.bin\",\"data\":\"AQI=\"}]},"
                        + "\"streamed\":{\"stdout\":2,\"stderr\":3},"
                        + "\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\","
                        + "\"tracestate\":\"k=v\",\"retry_after_ms\":2000}");
    }

    @Test
    void an_answer_without_a_token_says_so() throws Exception {
        String text = written(Answer.without(1, "code:execute", "no room"));

        assertThat(text).startsWith("{\n  \"channel_id\" : 1,\n  \"status\" : ").endsWith("}\n");
        assertThat(JSON.readTree(text).get("tibet_provenance").isNull()).isTrue();
        assertThat(JSON.readTree(text).get("note").textValue()).isEqualTo("no room");
    }

    @Test
    void what_is_no_text_is_base64() throws Exception {
        String text = written(answer(token("{}", new byte[64]), Bytes.of(new byte[] {(byte) 0xff})));

        assertThat(JSON.readTree(text).at("/output/encoding").textValue()).isEqualTo("base64");
        assertThat(JSON.readTree(text).at("/output/stdout").textValue()).isEqualTo("/w==");
    }
}
