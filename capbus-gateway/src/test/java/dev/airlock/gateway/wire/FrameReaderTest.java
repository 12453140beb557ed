package dev.airlock.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.wire.Delegations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final String REST = "\"intent\":\"code:execute\",\"from_aint\":\"a.aint\",\"payload\":\"print(1)\"}";

    private static FrameRead read(String json) {
        return FrameReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Frame good(String json) {
        if (read(json) instanceof FrameRead.Good(Frame frame)) {
            return frame;
        }
        throw new AssertionError("refused: " + read(json));
    }

    private static String reason(String json) {
        if (read(json) instanceof FrameRead.Bad bad) {
            return bad.reason();
        }
        throw new AssertionError("taken: " + json);
    }

    @Test
    void a_frame_with_the_four_fields_is_a_wish() {
        Frame frame = good("{\"channel_id\":7," + REST);
        assertThat(frame.channelId()).isEqualTo(7);
        assertThat(frame.intent()).isEqualTo("code:execute");
        assertThat(new String(frame.payload().toArray(), StandardCharsets.UTF_8))
                .isEqualTo("print(1)");
        assertThat(frame.backend()).isEqualTo(Backend.ANY);
        assertThat(frame.origin()).isEmpty();
    }

    @Test
    void a_frame_may_name_its_trace_and_what_is_none_is_dropped_and_refuses_nothing() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        Frame traced = good("{\"channel_id\":7,\"traceparent\":\"" + parent + "\",\"tracestate\":\"a=1\"," + REST);
        assertThat(traced.trace().orElseThrow().traceparent()).isEqualTo(parent);
        assertThat(traced.trace().orElseThrow().tracestate()).isEqualTo("a=1");
        assertThat(good("{\"channel_id\":7,\"traceparent\":\"" + "f".repeat(9_000) + "\"," + REST)
                        .trace())
                .isEmpty();
        assertThat(good("{\"channel_id\":7,\"tracestate\":\"a=1\"," + REST).trace())
                .isEmpty();
    }

    @Test
    void a_frame_may_rest_on_a_delegation_and_one_with_something_else_in_its_place_is_refused() {
        SigningKey lead = SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]);
        var said = new Delegation(
                Optional.empty(),
                lead.id().value(),
                "its-key",
                new Rights(List.of("code:execute"), 64, 1_000, Origin.LOCAL),
                Instant.parse("2026-11-28T12:00:00Z"),
                1,
                0,
                "0".repeat(16));
        var chain = new DelegationChain(List.of(Delegations.signed(said, lead)));
        assertThat(good("{\"channel_id\":7,\"delegation\":\"" + Delegations.text(chain) + "\"," + REST)
                        .delegations())
                .isEqualTo(chain.delegations());
        assertThat(good("{\"channel_id\":7," + REST).delegations()).isEmpty();
        for (String bad : List.of("\"\"", "\"airlock-delegation-v1.AAAA\"", "[]", "null")) {
            assertThat(reason("{\"channel_id\":7,\"delegation\":" + bad + "," + REST))
                    .startsWith("delegation");
        }
    }

    @Test
    void the_other_fields_may_be_there_too() {
        Frame frame = good("{\"channel_id\":7,\"origin\":\"external_ai\",\"session\":\"s\",\"id\":\"i\","
                + "\"timeout_millis\":5,\"memory_mib\":64,\"backend\":\"simulation\"," + REST);
        assertThat(frame.origin()).contains(Origin.EXTERNAL_AI);
        assertThat(frame.session()).contains("s");
        assertThat(frame.id()).contains("i");
        assertThat(frame.timeoutMillis()).isEqualTo(5);
        assertThat(frame.memoryMib()).isEqualTo(64);
        assertThat(frame.backend()).isEqualTo(Backend.SIMULATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "4294967295"})
    void a_channel_is_an_unsigned_number_of_32_bits(String number) {
        assertThat(good("{\"channel_id\":" + number + "," + REST).channelId()).isEqualTo(Long.parseLong(number));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-1", "4294967296", "1.0", "1e3", "\"1\"", "null", "true", "[1]", "{}", "99999999999999999999999"
            })
    void anything_else_is_no_channel(String number) {
        assertThat(reason("{\"channel_id\":" + number + "," + REST))
                .contains("channel_id must be a whole number from 0 to 4294967295");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"channel_id\":1,\"from_aint\":\"a\",\"payload\":\"\"} | the field intent is missing",
                "{\"channel_id\":1,\"intent\":\"\",\"from_aint\":\"a\",\"payload\":\"\"} | intent must have",
                "{\"channel_id\":1,\"intent\":\"a b\",\"from_aint\":\"a\",\"payload\":\"\"} | intent must have",
                "{\"channel_id\":1,\"intent\":5,\"from_aint\":\"a\",\"payload\":\"\"} | intent must be a string",
                "{\"channel_id\":1,\"intent\":\"a\",\"from_aint\":\"\",\"payload\":\"\"} | from_aint must have",
                "{\"channel_id\":1,\"intent\":\"a\",\"from_aint\":\"a\",\"payload\":null} | payload must be a string",
                "{\"channel_id\":1,\"channel_id\":1,\"intent\":\"a\",\"from_aint\":\"a\",\"payload\":\"\"} | Duplicate",
                "{\"channel_id\":1,\"intent\":\"a\",\"from_aint\":\"a\",\"payload\":\"\",\"x\":1} | the field \"x\" is not known",
                "{\"channel_id\":1,\"intent\":\"a\",\"from_aint\":\"a\",\"payload\":\"\\ud800\"} | surrogate",
                "{\"origin\":\"root\",\"channel_id\":1} | origin must be one of external_ai, external",
                "{\"backend\":\"unknown\",\"channel_id\":1} | backend must be one of any, microvm, simulation, container",
                "{\"timeout_millis\":3600001} | timeout_millis must be",
                "{\"a\" 1} | not JSON",
                "[] | a frame is one JSON object",
                "{} {} | something follows",
            })
    void a_bad_frame_is_refused_with_the_reason(String json, String reason) {
        assertThat(reason(json)).contains(reason);
    }

    @Test
    void a_bad_frame_keeps_its_channel_for_the_answer() {
        assertThat(read("{\"channel_id\":9,\"intent\":\"a:b\",\"from_aint\":4}"))
                .isInstanceOfSatisfying(FrameRead.Bad.class, bad -> {
                    assertThat(bad.channelId()).isEqualTo(9);
                    assertThat(bad.intent()).isEqualTo("a:b");
                });
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        byte[] frame = ("{\"channel_id\":1," + REST).getBytes(StandardCharsets.UTF_8);
        frame[frame.length - 4] = (byte) 0xC0;
        assertThat(FrameReader.read(frame)).isInstanceOfSatisfying(FrameRead.Bad.class, bad -> {
            assertThat(bad.channelId()).isEqualTo(1);
            assertThat(bad.reason()).contains("not UTF-8");
        });
    }

    @Test
    void a_payload_of_one_mebibyte_is_taken_and_one_byte_more_is_not() {
        String start = "{\"channel_id\":1,\"intent\":\"a\",\"from_aint\":\"a\",\"payload\":\"";
        assertThat(good(start + "x".repeat(1 << 20) + "\"}").payload().size()).isEqualTo(1 << 20);
        assertThat(read(start + "x".repeat((1 << 20) + 1) + "\"}")).isInstanceOf(FrameRead.Bad.class);
        assertThat(reason(start + "\u00e9".repeat((1 << 19) + 1) + "\"}")).contains("payload has 1048578 bytes");
    }

    @Test
    void a_frame_may_bring_files_and_name_those_that_are_kept() {
        Frame frame = good("{\"channel_id\":7,\"inputs\":[{\"name\":\"a/b.txt\",\"data\":\"AAH/\"},"
                + "{\"data\":\"\",\"name\":\"c\"}],\"outputs\":[\"out.txt\"]," + REST);
        assertThat(frame.inputs())
                .containsExactly(
                        new NamedFile("a/b.txt", Bytes.of(new byte[] {0, 1, -1})), new NamedFile("c", Bytes.EMPTY));
        assertThat(frame.outputs()).containsExactly("out.txt");
        assertThat(good("{\"channel_id\":7," + REST).inputs()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"inputs\":{}",
                "\"inputs\":null",
                "\"inputs\":[1]",
                "\"inputs\":[[]]",
                "\"inputs\":[{}]",
                "\"inputs\":[{\"name\":\"a\"}]",
                "\"inputs\":[{\"data\":\"\"}]",
                "\"inputs\":[{\"name\":1,\"data\":\"\"}]",
                "\"inputs\":[{\"name\":\"a\",\"data\":\"?\"}]",
                "\"inputs\":[{\"name\":\"a\",\"data\":\"\",\"mode\":\"0777\"}]",
                "\"inputs\":[{\"name\":\"a\",\"data\":{\"a\":1}}]",
                "\"inputs\":[{\"name\":\"../a\",\"data\":\"\"}]",
                "\"inputs\":[{\"name\":\"/a\",\"data\":\"\"}]",
                "\"inputs\":[{\"name\":\"a\",\"data\":\"\"},{\"name\":\"A\",\"data\":\"\"}]",
                "\"inputs\":[{\"name\":\"a\",\"data\":\"\"},{\"name\":\"a/b\",\"data\":\"\"}]",
                "\"outputs\":\"a\"",
                "\"outputs\":[1]",
                "\"outputs\":[\"..\"]",
                "\"outputs\":[\"a\",\"a\"]"
            })
    void what_is_no_list_of_files_is_refused_and_nothing_of_the_frame_is_taken(String field) {
        assertThat(reason("{\"channel_id\":7," + field + "," + REST)).isNotBlank();
    }

    @Test
    void files_count_with_the_payload_and_are_as_few_as_an_intents() {
        String name = "\"inputs\":[{\"name\":\"a\",\"data\":\"";
        String most = Base64.getEncoder().encodeToString(new byte[(1 << 20) - "print(1)".length()]);
        assertThat(good("{\"channel_id\":7," + name + most + "\"}]," + REST).inputs())
                .hasSize(1);
        String more = Base64.getEncoder().encodeToString(new byte[(1 << 20) - "print(1)".length() + 1]);
        assertThat(reason("{\"channel_id\":7," + name + more + "\"}]," + REST))
                .contains("payload and inputs have 1048577 bytes");
        String files = IntStream.range(0, 64)
                .mapToObj(i -> "{\"name\":\"f" + i + "\",\"data\":\"\"}")
                .collect(Collectors.joining(","));
        assertThat(good("{\"channel_id\":7,\"inputs\":[" + files + "]," + REST).inputs())
                .hasSize(64);
        assertThat(reason("{\"channel_id\":7,\"inputs\":[" + files + ",{\"name\":\"g\",\"data\":\"\"}]," + REST))
                .contains("more than 64");
        String names = IntStream.range(0, 17).mapToObj(i -> "\"f" + i + "\"").collect(Collectors.joining(","));
        assertThat(reason("{\"channel_id\":7,\"outputs\":[" + names + "]," + REST))
                .contains("more than 16");
    }

    @Test
    void no_bytes_make_it_throw() {
        var random = new Random(3);
        byte[] valid = ("{\"channel_id\":1," + REST).getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < 20_000; run++) {
            byte[] bent = valid.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bent[random.nextInt(bent.length)] = (byte) random.nextInt();
            }
            assertThat(FrameReader.read(bent)).isNotNull();
        }
    }

    @Test
    void a_frame_that_cancels_names_an_intent_and_nothing_else() {
        assertThat(FrameReader.read(utf8("{\"channel_id\":3,\"cancel\":\"i\",\"session\":\"s\"}")))
                .isEqualTo(new FrameRead.Cancel(3, Optional.of("s"), "i"));
        assertThat(FrameReader.read(utf8("{\"channel_id\":3,\"cancel\":\"i\"}")))
                .isEqualTo(new FrameRead.Cancel(3, Optional.empty(), "i"));
        for (String bad : List.of(
                "{\"cancel\":\"i\"}",
                "{\"channel_id\":3,\"cancel\":\"\"}",
                "{\"channel_id\":3,\"cancel\":7}",
                "{\"channel_id\":3,\"cancel\":\"i\",\"payload\":\"x\"}",
                "{\"channel_id\":3,\"cancel\":\"i\",\"cancel_on_close\":true}")) {
            assertThat(FrameReader.read(utf8(bad))).as(bad).isInstanceOf(FrameRead.Bad.class);
        }
    }

    @Test
    void cancel_on_close_is_true_or_false_and_false_if_nothing_is_said() {
        String frame = "{\"channel_id\":3,\"intent\":\"code:execute\",\"from_aint\":\"a.aint\",\"payload\":\"\"%s}";
        assertThat(FrameReader.read(utf8(frame.formatted(""))))
                .isInstanceOfSatisfying(
                        FrameRead.Good.class,
                        good -> assertThat(good.frame().cancelOnClose()).isFalse());
        assertThat(FrameReader.read(utf8(frame.formatted(",\"cancel_on_close\":true"))))
                .isInstanceOfSatisfying(
                        FrameRead.Good.class,
                        good -> assertThat(good.frame().cancelOnClose()).isTrue());
        assertThat(FrameReader.read(utf8(frame.formatted(",\"cancel_on_close\":1"))))
                .isInstanceOf(FrameRead.Bad.class);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
