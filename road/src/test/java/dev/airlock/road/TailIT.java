package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TailIT {
    private static final Set<Topic> TOPICS = EnumSet.of(Topic.POSTURES, Topic.TOKENS);
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void a_tail_from_the_beginning_has_caught_up_when_it_has_seen_what_was_there() throws Exception {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.TOKENS, 2, values(0, 100));
        Plain.write(bus, Topic.TOKENS, 5, values(100, 200));
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (Tail tail = Tail.fromBeginning(bus, Station.CALLER, Topic.TOKENS, record -> seen.add(text(record)))) {
            assertThat(tail.awaitCaughtUp(SOON)).isTrue();
            assertThat(seen).containsExactlyInAnyOrderElementsOf(values(0, 200));
            Plain.write(bus, Topic.TOKENS, 0, values(200, 201));
            await().atMost(SOON).until(() -> seen.contains("s/200"));
            await().atMost(SOON)
                    .until(() ->
                            tail.contact().isPresent() && tail.contact().get().behind() == 0);
        }
    }

    @Test
    void what_the_topic_held_when_a_tail_began_is_no_news_and_what_came_later_is() throws Exception {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.TOKENS, 2, values(0, 50));
        Queue<String> old = new ConcurrentLinkedQueue<>();
        Queue<String> news = new ConcurrentLinkedQueue<>();
        Tail.Heard sorted = (record, isNews) -> (isNews ? news : old).add(text(record));
        try (Tail tail = Tail.withNews(bus, Station.CALLER, Topic.TOKENS, sorted)) {
            assertThat(tail.awaitCaughtUp(SOON)).isTrue();
            Plain.write(bus, Topic.TOKENS, 2, values(50, 60));
            Plain.write(bus, Topic.TOKENS, 7, values(60, 61));
            await().atMost(SOON).until(() -> news.size() == 11);
        }
        assertThat(old).containsExactlyElementsOf(values(0, 50));
        assertThat(news).containsExactlyInAnyOrderElementsOf(values(50, 61));
        try (Tail again = Tail.withNews(bus, Station.CALLER, Topic.TOKENS, sorted)) {
            assertThat(again.awaitCaughtUp(SOON)).isTrue();
        }
        assertThat(news).as("a restart makes nothing new").hasSize(11);
        assertThat(old).hasSize(111);
    }

    @Test
    void a_tail_from_the_end_sees_what_comes_after_it_was_in_place() throws Exception {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.TOKENS, 2, values(0, 10));
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (Tail tail = Tail.fromEnd(bus, Station.CALLER, Topic.TOKENS, record -> seen.add(text(record)))) {
            assertThat(tail.awaitCaughtUp(SOON)).isTrue();
            Plain.write(bus, Topic.TOKENS, 2, values(10, 20));
            await().atMost(SOON).until(() -> seen.size() == 10);
        }
        assertThat(seen).containsExactlyElementsOf(values(10, 20));
    }

    @Test
    void without_a_bus_a_tail_is_failing_never_caught_up_and_has_no_contact() {
        try (Tail tail = Tail.fromBeginning(Bus.at("127.0.0.1:1"), Station.GATEWAY, Topic.POSTURES, _ -> {})) {
            await().atMost(SOON).until(() -> tail.health() instanceof Health.Failing);
            assertThat(tail.caughtUp()).isFalse();
            assertThat(tail.contact()).isEmpty();
        }
    }

    @Test
    void an_exception_of_the_receiver_breaks_the_tail_instead_of_skipping_the_record() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.POSTURES, 0, values(0, 1));
        try (Tail tail = Tail.fromBeginning(bus, Station.GATEWAY, Topic.POSTURES, _ -> {
            throw new IllegalStateException("ours");
        })) {
            await().atMost(SOON).until(() -> tail.health() instanceof Health.Broken);
            assertThat(tail.caughtUp()).isFalse();
        }
    }

    @Test
    void what_was_read_is_disbelieved_at_once_where_the_receiver_breaks_on_what_comes_later() throws Exception {
        Bus bus = TestBus.road(TOPICS);
        try (Tail tail = Tail.fromBeginning(bus, Station.GATEWAY, Topic.POSTURES, _ -> {
            throw new IllegalStateException("ours");
        })) {
            assertThat(tail.awaitCaughtUp(SOON)).isTrue();
            assertThat(tail.heard()).isTrue();
            Plain.write(bus, Topic.POSTURES, 0, values(0, 1));
            await().atMost(SOON).until(() -> !tail.heard());
            assertThat(tail.hearing()).isInstanceOf(Health.Broken.class);
        }
    }

    @Test
    void what_was_read_is_disbelieved_while_the_broker_does_not_confirm_it_and_believed_again_when_it_does()
            throws Exception {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.POSTURES, 0, values(0, 3));
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (Tail tail = Tail.fromBeginning(bus, Station.GATEWAY, Topic.POSTURES, record -> seen.add(text(record)))) {
            assertThat(tail.awaitCaughtUp(SOON)).isTrue();
            assertThat(tail.heard()).isTrue();
            TestBus.lose(bus, Topic.POSTURES);
            await().atMost(SOON).until(() -> !tail.heard());
            assertThat(tail.hearing())
                    .isInstanceOfSatisfying(Health.Failing.class, failing -> assertThat(failing.reason())
                            .contains("for more than 5 s the broker has not confirmed"));
            TestBus.restore(bus, Topic.POSTURES);
            await().atMost(SOON).until(tail::heard);
            Plain.write(bus, Topic.POSTURES, 0, values(3, 4));
            await().atMost(SOON).until(() -> seen.contains("s/3"));
        }
    }

    @Test
    void a_receiver_that_does_not_come_to_an_end_confirms_nothing() throws Exception {
        Bus bus = TestBus.road(TOPICS);
        var release = new CountDownLatch(1);
        try (Tail tail = Tail.fromBeginning(bus, Station.GATEWAY, Topic.POSTURES, _ -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            assertThat(tail.awaitCaughtUp(SOON)).isTrue();
            Plain.write(bus, Topic.POSTURES, 0, values(0, 1));
            await().atMost(SOON).until(() -> !tail.heard());
            release.countDown();
            await().atMost(SOON).until(tail::heard);
        }
    }

    @Test
    void a_tail_of_a_topic_that_the_station_does_not_read_is_refused() {
        Bus bus = Bus.at("127.0.0.1:1");
        assertThatThrownBy(() -> Tail.fromEnd(bus, Station.POLICY, Topic.TOKENS, _ -> {}))
                .isInstanceOf(Undeclared.class);
    }

    @Test
    void a_replay_hands_on_a_partition_and_returns() throws Exception {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.TOKENS, 4, values(0, 50));
        Plain.write(bus, Topic.TOKENS, 5, values(50, 60));
        List<String> seen = new ArrayList<>();
        Replay.partition(bus, Station.EXECUTOR, Topic.TOKENS, 4, record -> seen.add(text(record)));
        Replay.partition(bus, Station.EXECUTOR, Topic.TOKENS, 0, record -> seen.add(text(record)));
        assertThat(seen).isEqualTo(values(0, 50));
    }

    private static String text(Inbound record) {
        return new String(record.value(), UTF_8);
    }

    private static List<String> values(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "s/" + i).toList();
    }
}
