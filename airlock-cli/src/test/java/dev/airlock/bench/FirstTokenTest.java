package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of the first token of a partition that its broker may not lead yet. */
class FirstTokenTest {
    private static final Outbound TOKEN = Outbound.to(Topic.TOKENS, 0, new byte[1], new byte[1]);
    private static final Delivery DELIVERED = new Delivery.Delivered(0, 0);
    private static final Delivery NOT_YET = new Delivery.Unreachable("not the leader yet", true);

    private final List<Outbound> sent = new ArrayList<>();

    private void send(Duration most, Stream<Delivery> answers) throws BenchFailed {
        Iterator<Delivery> next = answers.iterator();
        FirstToken.send(
                token -> {
                    sent.add(token);
                    CompletionStage<Delivery> answer = CompletableFuture.completedStage(next.next());
                    return answer;
                },
                TOKEN,
                most);
    }

    @Test
    void what_may_pass_is_tried_again_until_it_has_passed() throws BenchFailed {
        send(Duration.ofMinutes(1), Stream.of(NOT_YET, NOT_YET, DELIVERED));
        assertThat(sent).containsExactly(TOKEN, TOKEN, TOKEN);
    }

    @Test
    void what_does_not_pass_ends_at_its_bound_and_says_how_the_bus_refused() {
        assertThatThrownBy(() -> send(Duration.ofMillis(120), Stream.generate(() -> NOT_YET)))
                .isInstanceOf(BenchFailed.class)
                .hasMessage("the bus does not take a token: not the leader yet");
        assertThat(sent).hasSizeGreaterThan(1);
    }

    private static Stream<Delivery> finalRefusals() {
        return Stream.of(new Delivery.Unreachable("no right to write", false), new Delivery.TooLarge(3, 2));
    }

    @ParameterizedTest
    @MethodSource("finalRefusals")
    void what_will_not_pass_is_told_at_once_with_its_reason(Delivery refusal) {
        assertThatThrownBy(() -> send(Duration.ofMinutes(1), Stream.of(refusal)))
                .isInstanceOf(BenchFailed.class)
                .hasMessageMatching("the bus does not take a token: (no right to write|it has 3 bytes, and 2 may be)");
        assertThat(sent).hasSize(1);
    }
}
