package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + ID + "-00f067aa0ba902b7-01";

    private static List<String> state(String text) {
        return List.of(text);
    }

    @Test
    void the_example_of_the_recommendation_is_handed_on_whole() {
        TraceContext context = TraceContext.of(List.of(PARENT), state("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"))
                .orElseThrow();
        assertThat(context.traceparent()).isEqualTo(PARENT);
        assertThat(context.tracestate()).isEqualTo("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");
        assertThat(context.traceId()).isEqualTo(ID);
        assertThat(context.bytes()).isEqualTo(11 + 55 + 10 + 39);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0\u0661",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-\u00ff1",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n",
                " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01"
            })
    void what_is_no_traceparent_is_no_context(String hostile) {
        assertThat(TraceContext.of(List.of(hostile), List.of())).isEmpty();
    }

    @Test
    void a_traceparent_that_is_there_twice_or_not_at_all_or_endless_is_no_context() {
        assertThat(TraceContext.of(List.of(), List.of())).isEmpty();
        assertThat(TraceContext.of(List.of(PARENT, PARENT), List.of())).isEmpty();
        assertThat(TraceContext.of(List.of("01" + PARENT.substring(2) + "-" + "a".repeat(1 << 20)), List.of()))
                .isEmpty();
    }

    @Test
    void a_later_version_is_handed_on_as_this_one_without_what_is_not_known() {
        assertThat(TraceContext.of(List.of("cc" + PARENT.substring(2, 53) + "ff-what-the-future-holds"), List.of()))
                .hasValueSatisfying(
                        context -> assertThat(context.traceparent()).isEqualTo(PARENT.substring(0, 53) + "03"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rojo",
                "=1",
                "Rojo=1",
                "rojo=1,rojo=2",
                "rojo=a=b",
                "rojo=\u0001",
                "rojo=\u00e9",
                "rojo=1\nforged=2",
                "a@b@c=1",
                "rojo=",
                ",, ,"
            })
    void a_tracestate_that_is_none_is_dropped_and_the_trace_goes_on(String hostile) {
        assertThat(TraceContext.of(List.of(PARENT), state(hostile)))
                .hasValueSatisfying(context -> assertThat(context.tracestate()).isEmpty());
    }

    @Test
    void a_tracestate_with_too_many_members_or_too_many_characters_is_dropped() {
        String many = IntStream.rangeClosed(1, 33).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining(","));
        String most = IntStream.rangeClosed(1, 32).mapToObj(i -> "k" + i + "=1").collect(Collectors.joining(","));
        assertThat(TraceContext.of(List.of(PARENT), state(many)).orElseThrow().tracestate())
                .isEmpty();
        assertThat(TraceContext.of(List.of(PARENT), state(most)).orElseThrow().tracestate())
                .isEqualTo(most);
        String long512 = "a=" + "x".repeat(254) + ",b=" + "x".repeat(253);
        assertThat(long512).hasSize(512);
        assertThat(TraceContext.of(List.of(PARENT), state(long512))
                        .orElseThrow()
                        .tracestate())
                .isEqualTo(long512);
        assertThat(TraceContext.of(List.of(PARENT), state(long512 + ","))
                        .orElseThrow()
                        .tracestate())
                .isEmpty();
        assertThat(TraceContext.of(List.of(PARENT), Collections.nCopies(100_000, "a=1"))
                        .orElseThrow()
                        .tracestate())
                .isEmpty();
    }

    @Test
    void several_headers_of_tracestate_are_one_list_and_tenants_have_their_system() {
        assertThat(TraceContext.of(List.of(PARENT), List.of("0tenant@sys=v", " b=2 "))
                        .orElseThrow()
                        .tracestate())
                .isEqualTo("0tenant@sys=v, b=2 ");
    }

    @Test
    void nobody_makes_a_context_by_hand_that_could_not_be_read() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext("01" + PARENT.substring(2), ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(PARENT, "no list"));
    }

    @Test
    void any_text_is_read_or_dropped_and_never_thrown_at_the_reader() {
        long seed = 20_261_129L;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder parent = new StringBuilder(PARENT);
            StringBuilder list = new StringBuilder("rojo=1,congo=2");
            for (int change = random.nextInt(3); change >= 0; change--) {
                parent.setCharAt(random.nextInt(parent.length()), (char) random.nextInt(256));
                list.setCharAt(random.nextInt(list.length()), (char) random.nextInt(256));
            }
            TraceContext.of(List.of(parent.toString()), state(list.toString()))
                    .ifPresent(context -> assertThat(context.traceparent() + context.tracestate())
                            .as("seed " + seed)
                            .matches("[ -~\t]*")
                            .hasSizeLessThanOrEqualTo(55 + 512));
        }
    }
}
