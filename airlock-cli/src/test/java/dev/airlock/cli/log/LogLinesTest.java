package dev.airlock.cli.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.airlock.road.LogTrace;
import dev.airlock.schemas.model.TraceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class LogLinesTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("dev.airlock.test.Sample");
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String PATTERN = "sealed intent={} token={} reason=\"{}\"";

    /** What callers, guests and peers may bring into a line. */
    static Stream<String> hostile() {
        return Stream.of(
                "a\nb",
                "\r\n2026-01-01T00:00:00.000Z ERROR [main] Gateway: forged",
                "\"}\n{\"level\":\"ERROR\",\"token\":\"forged\"}",
                "x\",\"token\":\"forged",
                " token=forged level=ERROR",
                "\u001b[31mred\u001b[0m\u009b2J",
                "\0\b\u007f\u0085",
                "half \ud800 and \udc00 half",
                "\u2028\u2029",
                "{} {} token={}",
                "\\\\\" \\u000a",
                "\ud83d\ude80 g\u00f6\u00dfe",
                "a".repeat(1 << 20),
                "\n".repeat(1 << 20));
    }

    private static LoggingEvent event(Throwable thrown, Object... arguments) {
        return new LoggingEvent("caller", LOGGER, Level.WARN, PATTERN, thrown, arguments);
    }

    private static String written(LogFormat format, LoggingEvent event) {
        return new String(format.encoder("gateway").encode(event), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String line) throws IOException {
        assertThat(line).endsWith("\n");
        String body = line.substring(0, line.length() - 1);
        assertThat(body.chars()).as("visible ASCII in one line").allMatch(c -> c >= ' ' && c <= '~');
        return STRICT.readTree(body);
    }

    private static List<String> names(JsonNode line) {
        List<String> names = new ArrayList<>();
        line.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void a_line_says_when_who_what_and_the_ids_as_fields_of_their_own() throws Exception {
        LoggingEvent event = event(null, "s/i", "t-1", "why not");
        event.setInstant(Instant.parse("2026-11-29T03:04:05.678901Z"));
        JsonNode line = json(written(LogFormat.JSON, event));
        assertThat(names(line))
                .containsExactly(
                        "time", "level", "logger", "service", "thread", "message", "intent", "token", "reason");
        assertThat(line.get("time").asText()).isEqualTo("2026-11-29T03:04:05.678Z");
        assertThat(line.get("level").asText()).isEqualTo("WARN");
        assertThat(line.get("logger").asText()).isEqualTo("Sample");
        assertThat(line.get("service").asText()).isEqualTo("gateway");
        assertThat(line.get("message").asText()).isEqualTo("sealed intent=s/i token=t-1 reason=\"why not\"");
        assertThat(line.get("intent").asText()).isEqualTo("s/i");
        assertThat(line.get("token").asText()).isEqualTo("t-1");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void no_text_breaks_a_line_or_brings_a_field(String hostile) throws Exception {
        for (Object[] arguments : List.of(
                new Object[] {hostile, "t-1", "r"}, new Object[] {"s/i", "t-1", hostile}, new Object[] {hostile})) {
            JsonNode line = json(written(LogFormat.JSON, event(null, arguments)));
            assertThat(names(line))
                    .isSubsetOf("time", "level", "logger", "service", "thread", "message", "intent", "token", "reason");
            assertThat(line.get("level").asText()).isEqualTo("WARN");
            assertThat(line.path("token").asText("t-1")).isEqualTo("t-1");
            assertThat(line.get("message").asText().length()).isLessThanOrEqualTo(LineEncoder.MESSAGE_LENGTH_MAX);
            String text = written(LogFormat.TEXT, event(null, arguments));
            assertThat(text.strip().lines()).hasSize(1);
            assertThat(text.substring(0, text.length() - 1).chars()).noneMatch(Character::isISOControl);
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void a_stack_with_such_a_text_is_one_field_and_never_the_beginning_of_a_line(String hostile) throws Exception {
        var thrown = new IllegalStateException(hostile, new IOException(hostile));
        JsonNode line = json(written(LogFormat.JSON, event(thrown, "s/i", "t-1", "r")));
        assertThat(names(line)).endsWith("stack").doesNotHaveDuplicates();
        assertThat(line.get("stack").asText()).contains("IllegalStateException");
        String text = written(LogFormat.TEXT, event(thrown, "s/i", "t-1", "r"));
        assertThat(text.lines().skip(1)).isNotEmpty().allMatch(one -> one.startsWith("\t"));
        assertThat(text.length()).isLessThan(300 << 10);
    }

    @Test
    void what_is_said_of_a_record_while_its_trace_is_open_has_its_id() throws Exception {
        Optional<TraceContext> trace =
                TraceContext.of(List.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), List.of());
        String within;
        String text;
        try (LogTrace _ = LogTrace.of(trace)) {
            within = written(LogFormat.JSON, event(null, "s/i", "t", "r"));
            text = written(LogFormat.TEXT, event(null, "s/i", "t", "r"));
        }
        assertThat(json(within).get("trace").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(text).endsWith(" trace=4bf92f3577b34da6a3ce929d0e0e4736\n");
        assertThat(json(written(LogFormat.JSON, event(null, "s/i", "t", "r"))).has("trace"))
                .isFalse();
    }

    @Test
    void an_argument_whose_name_the_line_has_already_adds_no_second_one() throws Exception {
        var event = new LoggingEvent(
                "caller", LOGGER, Level.INFO, "level={} time={} id={} id={} {}", null, new Object[] {"a", "b", "c", "d"
                });
        assertThat(json(written(LogFormat.JSON, event)).get("id").asText()).isEqualTo("c");
    }

    @Test
    void the_environment_says_which_form_and_a_word_that_is_none_is_refused() {
        assertThat(LogFormat.in(Map.of())).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.in(Map.of("AIRLOCK_LOG_FORMAT", "text"))).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.in(Map.of("AIRLOCK_LOG_FORMAT", "json"))).isEqualTo(LogFormat.JSON);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogFormat.in(Map.of("AIRLOCK_LOG_FORMAT", "JSON\n")))
                .withMessage("AIRLOCK_LOG_FORMAT must be text or json");
    }
}
