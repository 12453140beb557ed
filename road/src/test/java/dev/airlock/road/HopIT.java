package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class HopIT {
    private static final Set<Topic> TOPICS = EnumSet.of(Topic.INTENTS, Topic.SCREENED);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void every_record_passes_once_and_the_mark_goes_with_it() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 3, values(0, 500));
        try (Hop hop = Hop.start(seat(bus, "a"), new CountingWork())) {
            await().atMost(SOON).untilAsserted(() -> assertThat(Plain.values(bus, Topic.SCREENED))
                    .hasSize(500));
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(numbered(0, 500));
        Plain.write(bus, Topic.INTENTS, 3, values(500, 600));
        try (Hop hop = Hop.start(seat(bus, "b"), new CountingWork())) {
            await().atMost(SOON).untilAsserted(() -> assertThat(Plain.values(bus, Topic.SCREENED))
                    .hasSize(600));
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(numbered(0, 600));
    }

    @Test
    void an_abort_rolls_the_state_back_and_nothing_is_seen_twice() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, values(0, 300));
        CountingWork work = new CountingWork();
        AtomicInteger commits = new AtomicInteger();
        Probe thirdFails = new Probe() {
            @Override
            public void beforeCommit() {
                if (commits.incrementAndGet() <= 2) {
                    throw new KafkaException("injected");
                }
            }
        };
        try (Hop hop = Hop.start(seat(bus, "a"), work, thirdFails)) {
            await().atMost(SOON).untilAsserted(() -> assertThat(Plain.values(bus, Topic.SCREENED))
                    .hasSize(300));
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(numbered(0, 300));
        assertThat(work.history).contains("rolledBack ");
    }

    @Test
    void an_unknown_end_of_a_commit_is_looked_up_rather_than_guessed() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, values(0, 50));
        CountingWork work = new CountingWork();
        AtomicInteger commits = new AtomicInteger();
        Probe answerLost = new Probe() {
            @Override
            public void afterCommit() {
                if (commits.getAndIncrement() == 0) {
                    throw new org.apache.kafka.common.errors.TimeoutException("injected: the answer was lost");
                }
            }
        };
        try (Hop hop = Hop.start(seat(bus, "a"), work, answerLost)) {
            await().atMost(SOON).until(() -> work.history.stream().anyMatch(event -> event.startsWith("rolledBack")));
            Plain.write(bus, Topic.INTENTS, 0, values(50, 100));
            await().atMost(SOON).untilAsserted(() -> assertThat(Plain.values(bus, Topic.SCREENED))
                    .hasSize(100));
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(numbered(0, 100));
    }

    @Test
    void a_zombie_that_wakes_up_writes_nothing() throws Exception {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, values(0, 100));
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        Probe sleeper = new Probe() {
            @Override
            public void beforeCommit() {
                asleep.countDown();
                try {
                    wake.await();
                } catch (InterruptedException e) {
                    throw new org.apache.kafka.common.errors.InterruptException(e);
                }
            }
        };
        CountingWork zombie = new CountingWork();
        Hop first = Hop.start(seat(bus, "same"), zombie, sleeper);
        asleep.await();
        // A successor of the same name begins, and its first act fences the sleeper.
        try (TransactionalWriter successor = new TransactionalWriter(seat(bus, "same"), Probe.NONE)) {
            successor.open();
        }
        wake.countDown();
        await().atMost(SOON).until(() -> zombie.history.stream().anyMatch(event -> event.startsWith("rolledBack")));
        first.close();
        try (Hop second = Hop.start(seat(bus, "same"), new CountingWork())) {
            await().atMost(SOON).untilAsserted(() -> assertThat(Plain.values(bus, Topic.SCREENED))
                    .hasSize(100));
            assertThat(second.health()).isNotInstanceOf(Health.Broken.class);
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEqualTo(numbered(0, 100));
    }

    @Test
    void an_error_of_our_own_stops_the_hop_and_writes_nothing() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, values(0, 1));
        Work broken = new Work() {
            @Override
            public void assigned(int partition, String mark) {}

            @Override
            public void revoked(int partition) {}

            @Override
            public Step step(int partition, List<Inbound> records) {
                return new Step(List.of(Outbound.to(Topic.TOKENS, 0, new byte[0], new byte[0])), "");
            }
        };
        try (Hop hop = Hop.start(seat(bus, "a"), broken)) {
            await().atMost(SOON).until(() -> hop.health() instanceof Health.Broken);
            assertThat(hop.health()).isInstanceOfSatisfying(Health.Broken.class, health -> assertThat(health.cause())
                    .hasMessageContaining("SNAFT does not write TOKENS"));
        }
        assertThat(Plain.values(bus, Topic.SCREENED)).isEmpty();
    }

    static Seat seat(Bus bus, String instance) {
        return new Seat(bus, Station.SNAFT, Topic.INTENTS, instance);
    }

    static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "session/" + i).toList();
    }

    static List<String> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "session/" + i + "#" + i).toList();
    }
}
