package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracedRecordTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Optional<TraceContext> TRACE = TraceContext.of(List.of(PARENT), List.of("rojo=1"));
    private static final Bus BUS = Bus.at("127.0.0.1:1");

    private static Inbound inbound(String... headers) {
        var record = new ConsumerRecord<>("intents", 0, 7, new byte[] {1}, new byte[] {2});
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().add(headers[i], headers[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return new Inbound(Topic.INTENTS, record);
    }

    private static List<String> headers(Outbound record) {
        return List.of(record.on(BUS).headers().toArray()).stream()
                .map(TracedRecordTest::text)
                .toList();
    }

    private static String text(Header header) {
        return header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void a_record_made_of_another_has_its_trace_and_none_of_its_other_headers() {
        Inbound read = inbound("evil", "x".repeat(1000), "traceparent", PARENT, "tracestate", "rojo=1", "b3", "1");
        Outbound made =
                Outbound.byKey(Topic.SCREENED, new byte[] {1}, new byte[] {2}).after(read);
        assertThat(headers(made)).containsExactly("traceparent=" + PARENT, "tracestate=rojo=1");
        assertThat(made.trace()).isEqualTo(TRACE);
    }

    @Test
    void a_header_that_is_no_trace_or_there_twice_or_not_ascii_is_not_copied() {
        for (Inbound read : List.of(
                inbound("traceparent", PARENT, "traceparent", PARENT),
                inbound("traceparent", PARENT + "-"),
                inbound("traceparent", PARENT.replace('4', '\u0664')),
                inbound("traceparent", "x".repeat(900_000)),
                inbound("Traceparent", PARENT),
                inbound("tracestate", "rojo=1"))) {
            assertThat(headers(Outbound.byKey(Topic.SCREENED, new byte[0], new byte[0])
                            .after(read)))
                    .isEmpty();
        }
        assertThat(headers(Outbound.byKey(Topic.SCREENED, new byte[0], new byte[0])
                        .after(inbound("traceparent", PARENT, "tracestate", "rojo=\u00e9"))))
                .containsExactly("traceparent=" + PARENT);
    }

    @Test
    void a_list_in_several_headers_is_handed_on_whole_or_not_at_all() {
        String[] three = {"traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=2", "tracestate", "c=3"};
        assertThat(inbound(three).trace().orElseThrow().tracestate()).isEqualTo("a=1,b=2,c=3");
        String[] many = new String[2 * 34];
        many[0] = "traceparent";
        many[1] = PARENT;
        for (int i = 1; i < 34; i++) {
            many[2 * i] = "tracestate";
            many[2 * i + 1] = "k" + i + "=1";
        }
        assertThat(inbound(many).trace().orElseThrow().tracestate()).isEmpty();
        assertThat(inbound("traceparent", PARENT, "tracestate", "a=1", "tracestate", "b=" + "x".repeat(1 << 20))
                        .trace()
                        .orElseThrow()
                        .tracestate())
                .isEmpty();
    }

    @Test
    void a_header_without_a_value_is_no_trace() {
        var record = new ConsumerRecord<>("intents", 0, 7, new byte[] {1}, new byte[] {2});
        record.headers().add("traceparent", null);
        var read = new Inbound(Topic.INTENTS, record);
        assertThat(read.trace()).isEmpty();
        assertThat(read.bytes()).isEqualTo(2 + "traceparent".length());
    }

    @Test
    void a_record_that_just_fits_goes_without_its_trace_rather_than_not_at_all() {
        byte[] full = new byte[Outbound.bytesMax(Topic.EVENTS)];
        Outbound largest = Outbound.byKey(Topic.EVENTS, new byte[0], full).in(TRACE);
        assertThat(largest.fits()).isTrue();
        assertThat(largest.trace()).isEmpty();
        byte[] less = new byte[full.length - TRACE.orElseThrow().bytes()];
        Outbound roomy = Outbound.byKey(Topic.EVENTS, new byte[0], less).in(TRACE);
        assertThat(roomy.fits()).isTrue();
        assertThat(roomy.trace()).isEqualTo(TRACE);
    }

    @Test
    void headers_count_as_memory_of_the_record_that_has_them() {
        assertThat(inbound("evil", "x".repeat(100_000)).bytes()).isEqualTo(2 + 4 + 100_000);
    }

    @Test
    void log_lines_have_the_id_while_the_record_is_handled_and_not_after() {
        try (LogTrace _ = inbound("traceparent", PARENT).traced()) {
            assertThat(MDC.get("trace")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        }
        assertThat(MDC.get("trace")).isNull();
        try (LogTrace _ = inbound("traceparent", "evil").traced()) {
            assertThat(MDC.get("trace")).isNull();
        }
    }
}
