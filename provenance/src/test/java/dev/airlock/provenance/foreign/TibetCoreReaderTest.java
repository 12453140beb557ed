package dev.airlock.provenance.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden vectors of the public Python implementation, and what a stranger may try. */
class TibetCoreReaderTest {
    static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private static final String PLAIN = "3691e380d47cdfa9a9e6b8024400125216efecf2201aa9b4d9a9c577e9b33469";
    private static final String KEYED = "d6832dac2016742dc1ee76135c5946d0a478469d489781a1a89981362b613865";
    private static final byte[] KEY = {'k'};

    /** The input of GV-1 and GV-2 with a hash. */
    static String first(String hash) {
        return """
            {"token_id": "tibet_20260101000000000000_00000001", "action": "code:execute",
             "timestamp": "2026-01-01T00:00:00+00:00", "actor": "jis:example:agent", "erin": {"b": 1, "a": "é"},
             "eraan": ["vm:none"], "eromheen": {"posture": "normal_zero_trust"}, "erachter": "run test",
             "parent_id": null, "state": "created", "content_hash": "%s", "signature": ""}""".formatted(hash);
    }

    /** GV-3. */
    static String second() {
        return """
            {"token_id": "tibet_20260101000001000000_00000002", "action": "state_change",
             "timestamp": "2026-01-01T00:00:01+00:00", "actor": "jis:example:agent", "erin": null, "eraan": [],
             "eromheen": {}, "erachter": "", "parent_id": "tibet_20260101000000000000_00000001", "state": "created",
             "content_hash": "84c73d44cae414a4b01a4993d1753ee0439d5a0199898fee3eca9846efd2c244", "signature": ""}""";
    }

    private static ForeignToken plain(String json) throws ForeignRejected {
        return TibetCoreReader.plain().read(json.getBytes(UTF_8), NOW);
    }

    private static void assertRefused(String json, Reason reason) {
        assertThatThrownBy(() -> plain(json))
                .isInstanceOfSatisfying(ForeignRejected.class, rejected -> assertThat(rejected.reason())
                        .as(rejected.getMessage())
                        .isEqualTo(reason));
    }

    @Test
    void the_golden_vectors_hold() throws Exception {
        ForeignToken first = plain(first(PLAIN));
        assertThat(first.hash()).isEqualTo(PLAIN);
        assertThat(first.proof()).isEqualTo(ForeignToken.Proof.CONTENT);
        assertThat(first.proof().text()).contains("nothing is proved about who wrote it");
        ForeignToken keyed = TibetCoreReader.keyed(KEY).read(first(KEYED).getBytes(UTF_8), NOW);
        assertThat(keyed.proof()).isEqualTo(ForeignToken.Proof.SHARED_KEY);
        ForeignToken second = plain(second());
        assertThat(second.parent()).contains(first.id());
        assertThat(second.parentHash()).isEmpty();
    }

    @Test
    void a_keyed_token_fails_with_another_key_and_without_and_a_plain_one_with_a_key() {
        assertRefused(first(KEYED), Reason.WRONG_HASH);
        for (var wrong : List.of(List.of(KEYED, "K"), List.of(PLAIN, "k"))) {
            assertThatThrownBy(() -> TibetCoreReader.keyed(wrong.get(1).getBytes(UTF_8))
                            .read(first(wrong.get(0)).getBytes(UTF_8), NOW))
                    .isInstanceOf(ForeignRejected.class)
                    .hasMessageContaining("under this key");
        }
        assertThatThrownBy(() -> TibetCoreReader.keyed(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_python_wrote_is_read_line_by_line() throws Exception {
        Lineage lineage = new Lineage();
        for (String line : pythonLines()) {
            assertThat(lineage.add(plain(line))).isEmpty();
        }
        assertThat(lineage.tokens()).hasSize(30);
        assertThat(lineage.findings()).isEmpty();
    }

    static List<String> pythonLines() throws IOException {
        try (InputStream in = TibetCoreReaderTest.class.getResourceAsStream("/foreign/tibet-core.jsonl")) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "code:execute              | code:destroy               | WRONG_HASH",
                "run test                  | run tests                  | WRONG_HASH",
                "\"state\": \"created\"    | \"state\": \"resolved\"     | WRONG_HASH",
                "\"b\": 1                  | \"b\": 2                    | WRONG_HASH",
                "\"b\": 1                  | \"b\": 1.00                 | AMBIGUOUS_NUMBER",
                "\"b\": 1                  | \"b\": NaN                  | NOT_JSON",
                "\"b\": 1                  | \"b\": 01                   | NOT_JSON",
                "\"b\": 1                  | \"a\": 1                    | NOT_JSON",
                "\"b\": 1                  | \"\\ud83d\": 1              | NOT_JSON",
                "\"signature\": \"\"}      | \"signature\": \"\"} {}     | NOT_JSON",
                "\"signature\": \"\"}      | \"signature\": \"\", \"signature\": \"\"} | NOT_JSON",
                ", \"signature\": \"\"}    | }                          | MISSING_FIELD",
                "\"signature\": \"\"}      | \"signature\": \"\", \"x\": 1} | UNKNOWN_FIELD",
                "\"state\": \"created\"    | \"state\": \"burned\"       | BAD_FIELD",
                "[\"vm:none\"]             | \"vm:none\"                  | BAD_FIELD",
                "{\"posture\": \"normal_zero_trust\"} | null             | BAD_FIELD",
                "tibet_2026                | tibet_2O26                 | BAD_FIELD",
                "2026-01-01T               | yesterday T                | BAD_FIELD",
                "\"parent_id\": null       | \"parent_id\": 5            | BAD_FIELD"
            })
    void a_changed_token_is_refused_for_its_reason(String old, String changed, Reason reason) {
        assertRefused(first(PLAIN).replace(old.strip(), changed.strip()), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{}}", "\"x\"", "\u0000", "{\"a\":}", "{\"a\":[1,]}"})
    void what_is_no_object_is_refused(String json) {
        assertRefused(json, Reason.NOT_JSON);
    }

    @Test
    void depth_length_and_bytes_that_are_no_utf8_are_bounded() {
        assertRefused("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", Reason.NOT_JSON);
        assertRefused("{\"a\":" + "9".repeat(10_000) + "}", Reason.NOT_JSON);
        assertRefused(" ".repeat(JsonText.BYTES_MAX) + "{}", Reason.TOO_LARGE);
        assertThatThrownBy(() -> TibetCoreReader.plain().read(new byte[] {'{', '"', (byte) 0xff, '"'}, NOW))
                .isInstanceOf(ForeignRejected.class);
    }

    @Test
    void no_message_quotes_what_a_stranger_chose() {
        assertThatThrownBy(() -> plain(first(PLAIN).replace("\"erachter\"", "\"\u001b[31mEVIL\"")))
                .isInstanceOf(ForeignRejected.class)
                .message()
                .doesNotContain("EVIL");
    }

    @Test
    void a_token_may_be_sixty_seconds_ahead_and_no_more() throws Exception {
        Instant made = Instant.parse("2026-01-01T00:00:00Z");
        byte[] json = first(PLAIN).getBytes(UTF_8);
        assertThat(TibetCoreReader.plain().read(json, made.minusSeconds(60)).timestamp())
                .contains(made);
        assertThatThrownBy(() -> TibetCoreReader.plain().read(json, made.minusSeconds(61)))
                .isInstanceOfSatisfying(ForeignRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.FROM_THE_FUTURE));
    }
}
