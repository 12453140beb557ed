package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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

    @Test
    void a_partition_whose_record_is_left_waits_alone_and_goes_on_with_it() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, values(0, 10));
        Plain.write(bus, Topic.INTENTS, 3, others(0, 10));
        AtomicBoolean full = new AtomicBoolean(true);
        CountingWork work = new CountingWork(value -> full.get() && value.equals("session/4"));
        try (Hop hop = Hop.start(seat(bus, "a"), work)) {
            awaitValues(bus, numbered(0, 4), otherNumbered(0, 10));
            await().atMost(SOON).until(() -> hop.health()
                    .equals(new Health.Failing("partitions [0] are paused: no room for session/4")));
            Plain.write(bus, Topic.INTENTS, 3, others(10, 20));
            awaitValues(bus, numbered(0, 4), otherNumbered(0, 20));
            await("it is tried again")
                    .atMost(SOON)
                    .until(() -> work.history.stream()
                                    .filter("left session/4"::equals)
                                    .count()
                            >= 3);
            assertThat(hop.health()).isInstanceOf(Health.Failing.class);
            assertThat(work.history).doesNotContain("revoked");
        }
        // Who comes next begins at the record that was left.
        try (Hop hop = Hop.start(seat(bus, "a"), new CountingWork(value -> full.get() && value.equals("session/4")))) {
            await().atMost(SOON).until(() -> hop.health() instanceof Health.Failing);
            full.set(false);
            awaitValues(bus, numbered(0, 10), otherNumbered(0, 20));
            await().atMost(SOON).until(() -> hop.health() instanceof Health.Running);
        }
        awaitValues(bus, numbered(0, 10), otherNumbered(0, 20));
    }

    @Test
    void what_was_left_is_left_also_where_the_rest_of_the_step_is_not_committed() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, values(0, 10));
        AtomicInteger commits = new AtomicInteger();
        Probe firstFails = new Probe() {
            @Override
            public void beforeCommit() {
                if (commits.incrementAndGet() == 1) {
                    throw new KafkaException("injected");
                }
            }
        };
        AtomicBoolean full = new AtomicBoolean(true);
        CountingWork work = new CountingWork(value -> full.get() && value.equals("session/4"));
        try (Hop hop = Hop.start(seat(bus, "a"), work, firstFails)) {
            awaitValues(bus, numbered(0, 4), List.of());
            full.set(false);
            awaitValues(bus, numbered(0, 10), List.of());
            await().atMost(SOON).until(() -> hop.health() instanceof Health.Running);
        }
        assertThat(work.history).contains("rolledBack ");
    }

    @Test
    void a_retention_that_overtook_the_hop_is_told_and_it_goes_on_at_the_earliest() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.INTENTS, 0, values(0, 10));
        try (Hop _ = Hop.start(seat(bus, "a"), new CountingWork())) {
            awaitValues(bus, numbered(0, 10), List.of());
        }
        Plain.write(bus, Topic.INTENTS, 0, values(10, 17));
        TestBus.cut(bus, Topic.INTENTS, 0);
        Plain.write(bus, Topic.INTENTS, 0, values(10, 12));
        var lines = new ListAppender<ILoggingEvent>();
        var log = (Logger) LoggerFactory.getLogger(GroupReader.class);
        lines.start();
        log.addAppender(lines);
        try (Hop hop = Hop.start(seat(bus, "a"), new CountingWork())) {
            awaitValues(bus, numbered(0, 12), List.of());
            await().atMost(SOON).until(() -> hop.health() instanceof Health.Running);
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .contains("partition=0", "lost_offsets=7", "position=10", "next=17"));
    }

    private static void awaitValues(Bus bus, List<String> first, List<String> second) {
        await().atMost(SOON).untilAsserted(() -> {
            var values = Plain.values(bus, Topic.SCREENED);
            assertThat(values).filteredOn(value -> value.startsWith("session/")).isEqualTo(first);
            assertThat(values).filteredOn(value -> value.startsWith("other/")).isEqualTo(second);
        });
    }

    private static List<String> others(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "other/" + i).toList();
    }

    private static List<String> otherNumbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "other/" + i + "#" + i).toList();
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
