package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hop's process dies at the two worst moments; others go on, and nothing is lost or seen twice. */
class KilledHopIT {
    private static final Set<Topic> TOPICS = EnumSet.of(Topic.INTENTS, Topic.SCREENED);
    private static final Duration HELD_UP_MAX = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void a_killed_process_holds_nobody_up_for_more_than_five_seconds_and_every_record_passes_once(String moment)
            throws Exception {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, HopIT.values(0, 2_000));
        int exit = Doomed.die(bus, moment, "hop");
        long diedAt = System.nanoTime();
        assertThat(exit).isEqualTo(137);
        Plain.write(bus, Topic.SCREENED, 0, List.of("bystander/0"));
        try (Hop successor = Hop.start(HopIT.seat(bus, "another"), new CountingWork())) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Plain.values(bus, Topic.SCREENED).contains("bystander/0"));
            Duration heldUp = Duration.ofNanos(System.nanoTime() - diedAt);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(Plain.values(bus, Topic.SCREENED))
                    .hasSize(2_001));
            assertThat(heldUp).isLessThan(HELD_UP_MAX);
            assertThat(successor.health()).isNotInstanceOf(Health.Broken.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED).stream().filter(value -> !value.startsWith("bystander")))
                .isEqualTo(HopIT.numbered(0, 2_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void after_a_kill_among_runs_every_order_has_one_token_and_the_chain_is_one(String moment) throws Exception {
        Bus bus = TestBus.road(EnumSet.of(Topic.ORDERS, Topic.TOKENS));
        List<String> orders = IntStream.range(0, 500)
                .mapToObj(i -> (i % 50 == 0 ? "slow" : "s" + i % 10) + "/" + i)
                .toList();
        Plain.write(bus, Topic.ORDERS, 0, orders);
        assertThat(Doomed.die(bus, moment, "unordered")).isEqualTo(137);
        Set<String> sealed = orders(bus);
        GatedWork successor = new GatedWork(_ -> true);
        try (UnorderedHop hop = UnorderedHop.start(UnorderedHopIT.seat(bus, "another"), successor, 100)) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Plain.values(bus, Topic.TOKENS).size() >= 500);
            assertThat(hop.health()).isNotInstanceOf(Health.Broken.class);
        }
        assertThat(orders(bus)).containsExactlyInAnyOrderElementsOf(orders);
        assertThat(successor.begun).doesNotContainAnyElementsOf(sealed).hasSize(500 - sealed.size());
        assertThat(Plain.values(bus, Topic.TOKENS).stream().map(token -> token.substring(token.indexOf('#') + 1)))
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(Integer::toString).toList());
    }

    private static Set<String> orders(Bus bus) {
        return Plain.values(bus, Topic.TOKENS).stream()
                .map(token -> token.substring(0, token.indexOf('#')))
                .collect(Collectors.toSet());
    }
}
