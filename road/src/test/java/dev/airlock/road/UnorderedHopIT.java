package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class UnorderedHopIT {
    private static final Set<Topic> TOPICS = EnumSet.of(Topic.ORDERS, Topic.TOKENS);
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_slow_order_holds_up_its_own_session_and_nobody_else() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 1, List.of("slow/0", "slow/1", "a/0", "b/0", "a/1"));
        GatedWork work = new GatedWork(value -> !value.equals("slow/0"));
        try (UnorderedHop hop = UnorderedHop.start(seat(bus, "a"), work, 100)) {
            awaitTokens(bus, "a/0", "b/0", "a/1");
            assertThat(work.begun).contains("slow/0").doesNotContain("slow/1");
            work.finish("slow/0");
            awaitTokens(bus, "a/0", "b/0", "a/1", "slow/0", "slow/1");
            assertThat(Plain.values(bus, Topic.TOKENS)).endsWith("slow/0#3", "slow/1#4");
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
    }

    @Test
    void after_a_restart_what_finished_out_of_order_is_not_begun_again() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 0, List.of("slow/0", "a/0", "b/0", "slow2/0", "c/0"));
        GatedWork first = new GatedWork(value -> !value.startsWith("slow"));
        try (UnorderedHop hop = UnorderedHop.start(seat(bus, "a"), first, 100)) {
            awaitTokens(bus, "a/0", "b/0", "c/0");
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        GatedWork second = new GatedWork(_ -> true);
        try (UnorderedHop hop = UnorderedHop.start(seat(bus, "b"), second, 100)) {
            awaitTokens(bus, "a/0", "b/0", "c/0", "slow/0", "slow2/0");
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        assertThat(second.begun).containsExactlyInAnyOrder("slow/0", "slow2/0");
        assertThat(second.history).contains("assigned 3");
        assertThat(numbers(bus)).as("one chain").containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void what_was_finished_but_not_committed_is_committed_at_the_close() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 0, values(50));
        GatedWork work = new GatedWork(_ -> true);
        UnorderedHop hop = UnorderedHop.start(seat(bus, "a"), work, 100);
        await().atMost(SOON).until(() -> work.begun.size() == 50);
        hop.close();
        int sealed = Plain.values(bus, Topic.TOKENS).size();
        GatedWork second = new GatedWork(_ -> true);
        try (UnorderedHop again = UnorderedHop.start(seat(bus, "b"), second, 100)) {
            await().atMost(SOON).until(() -> Plain.values(bus, Topic.TOKENS).size() == 50);
            assertThat(second.begun).hasSize(50 - sealed);
            assertThat(again.health()).isNotInstanceOf(Health.Broken.class);
        }
        assertThat(hop.health()).isInstanceOf(Health.Closed.class);
    }

    @Test
    void an_abort_seals_again_and_runs_nothing_again() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 0, values(200));
        AtomicInteger commits = new AtomicInteger();
        Probe everyOtherFails = new Probe() {
            @Override
            public void beforeCommit() {
                if (commits.getAndIncrement() % 2 == 0) {
                    throw new KafkaException("injected");
                }
            }
        };
        GatedWork work = new GatedWork(_ -> true);
        try (UnorderedHop hop = UnorderedHop.start(seat(bus, "a"), work, 1_000, everyOtherFails)) {
            await().atMost(SOON).until(() -> Plain.values(bus, Topic.TOKENS).size() == 200);
            assertThat(hop.health()).isNotInstanceOf(Health.Broken.class);
        }
        assertThat(work.begun).hasSize(200);
        assertThat(work.history).anyMatch(event -> event.startsWith("rolledBack"));
        assertThat(numbers(bus))
                .isEqualTo(IntStream.range(0, 200).mapToObj(Integer::toString).toList());
    }

    @Test
    void a_commit_whose_answer_was_lost_is_not_sealed_twice() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 0, values(100));
        AtomicInteger commits = new AtomicInteger();
        Probe answersLost = new Probe() {
            @Override
            public void afterCommit() {
                if (commits.getAndIncrement() % 2 == 0) {
                    throw new org.apache.kafka.common.errors.TimeoutException("injected");
                }
            }
        };
        GatedWork work = new GatedWork(_ -> true);
        try (UnorderedHop hop = UnorderedHop.start(seat(bus, "a"), work, 1_000, answersLost)) {
            await().atMost(SOON).until(() -> Plain.values(bus, Topic.TOKENS).size() >= 100);
            assertThat(hop.health()).isNotInstanceOf(Health.Broken.class);
        }
        assertThat(numbers(bus))
                .isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    }

    @Test
    void a_hop_that_closes_while_it_asks_what_an_abort_left_behind_seals_behind_what_is_committed() {
        assertThat(tokensOfAHopThatClosesAt(closing -> new Probe() {
                    @Override
                    public void beforeCommit() {
                        if (closing.getAsBoolean()) {
                            throw new KafkaException("injected");
                        }
                    }
                }))
                .isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    }

    @Test
    void a_hop_that_closes_while_it_asks_how_a_commit_ended_seals_nothing_twice() {
        assertThat(tokensOfAHopThatClosesAt(closing -> new Probe() {
                    @Override
                    public void afterCommit() {
                        if (closing.getAsBoolean()) {
                            throw new org.apache.kafka.common.errors.TimeoutException("injected");
                        }
                    }
                }))
                .isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    }

    @Test
    void what_finished_behind_a_sealing_that_fails_is_not_sealed_behind_what_it_left() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 0, List.of("a/0", "bad/0", "b/0"));
        GatedWork work = new GatedWork(value -> value.equals("a/0"));
        Probe whileTheFirstIsCommitted = new Probe() {
            @Override
            public void beforeCommit() {
                work.finish("bad/0");
                work.finish("b/0");
            }
        };
        try (UnorderedHop hop =
                UnorderedHop.start(seat(bus, "a"), new SpoiltSealing(work, "bad/0"), 1_000, whileTheFirstIsCommitted)) {
            await().atMost(SOON).until(() -> hop.health() instanceof Health.Broken);
        }
        assertThat(Plain.values(bus, Topic.TOKENS)).containsExactly("a/0#0");
    }

    /** Somebody's work, in which the sealing of one value fails when it is done. */
    private record SpoiltSealing(GatedWork work, String value) implements UnorderedWork {
        @Override
        public void assigned(int partition, String mark) {
            work.assigned(partition, mark);
        }

        @Override
        public void revoked(int partition) {
            work.revoked(partition);
        }

        @Override
        public CompletionStage<Sealing> begin(Inbound record) {
            boolean spoilt = new String(record.value(), UTF_8).equals(value);
            return work.begin(record).thenApply(sealing -> spoilt ? () -> fails(sealing.seal()) : sealing);
        }

        private static Step fails(Step step) {
            throw new IllegalStateException("injected after " + step);
        }
    }

    /**
     * The numbers of the tokens of a hop and its successor.
     *
     * @param probe asks when it is to fail, at which moment the hop is closing: whatever is asked of the bus then is cut short once
     */
    private static List<String> tokensOfAHopThatClosesAt(Function<BooleanSupplier, Probe> probe) {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 0, values(100));
        CompletableFuture<UnorderedHop> started = new CompletableFuture<>();
        AtomicBoolean asked = new AtomicBoolean();
        BooleanSupplier closing = () -> asked.compareAndSet(false, true) && beginsToClose(started.join());
        UnorderedHop hop = UnorderedHop.start(seat(bus, "a"), new GatedWork(_ -> true), 1_000, probe.apply(closing));
        started.complete(hop);
        await().atMost(SOON).until(() -> hop.health() instanceof Health.Closed);
        assertThat(numbers(bus))
                .as("what was finished is committed at the close")
                .isNotEmpty();
        try (UnorderedHop again = UnorderedHop.start(seat(bus, "b"), new GatedWork(_ -> true), 1_000)) {
            await().atMost(SOON).until(() -> Plain.values(bus, Topic.TOKENS).size() >= 100);
            assertThat(again.health()).isNotInstanceOf(Health.Broken.class);
        }
        return numbers(bus);
    }

    private static boolean beginsToClose(UnorderedHop hop) {
        Thread closer = Thread.ofPlatform().start(hop::close);
        await().atMost(SOON).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        return true;
    }

    @Test
    void one_free_place_beside_slow_orders_is_enough_for_a_full_partition_to_go_on() {
        Bus bus = TestBus.road(TOPICS);
        Plain.write(bus, Topic.ORDERS, 0, values(100));
        GatedWork work = new GatedWork(value -> !value.startsWith("s0/") && !value.startsWith("s1/"));
        try (UnorderedHop hop = UnorderedHop.start(seat(bus, "a"), work, 3)) {
            await().atMost(SOON).until(() -> Plain.values(bus, Topic.TOKENS).size() == 98);
            work.finish("s0/0");
            work.finish("s1/1");
            await().atMost(SOON).until(() -> Plain.values(bus, Topic.TOKENS).size() == 100);
            assertThat(hop.health()).isInstanceOf(Health.Running.class);
        }
        assertThat(work.begun).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void when_a_second_member_joins_every_order_still_has_one_token() {
        Bus bus = TestBus.road(TOPICS);
        for (int partition = 0; partition < Topic.ORDERS.partitions(); partition++) {
            String ours = "p" + partition + "-";
            Plain.write(
                    bus,
                    Topic.ORDERS,
                    partition,
                    values(100).stream().map(ours::concat).toList());
        }
        int all = 100 * Topic.ORDERS.partitions();
        try (UnorderedHop first = UnorderedHop.start(seat(bus, "a"), new GatedWork(_ -> true), 20)) {
            await().atMost(SOON).until(() -> !Plain.values(bus, Topic.TOKENS).isEmpty());
            try (UnorderedHop second = UnorderedHop.start(seat(bus, "b"), new GatedWork(_ -> true), 20)) {
                await().atMost(SOON).until(() -> Plain.values(bus, Topic.TOKENS).size() >= all);
                assertThat(Stream.of(first.health(), second.health())).noneMatch(Health.Broken.class::isInstance);
            }
        }
        for (int partition = 0; partition < Topic.ORDERS.partitions(); partition++) {
            int here = partition;
            assertThat(Plain.read(bus, Topic.TOKENS).stream()
                            .filter(record -> record.partition() == here)
                            .map(record -> new String(record.value(), UTF_8))
                            .map(value -> value.substring(value.indexOf('#') + 1)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        }
    }

    private static void awaitTokens(Bus bus, String... values) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        Plain.values(bus, Topic.TOKENS).stream().map(token -> token.substring(0, token.indexOf('#'))))
                .containsExactlyInAnyOrder(values));
    }

    private static List<String> numbers(Bus bus) {
        return Plain.values(bus, Topic.TOKENS).stream()
                .map(token -> token.substring(token.indexOf('#') + 1))
                .toList();
    }

    private static List<String> values(int count) {
        return IntStream.range(0, count).mapToObj(i -> "s" + i + "/" + i).toList();
    }

    static Seat seat(Bus bus, String instance) {
        return new Seat(bus, Station.EXECUTOR, Topic.ORDERS, instance);
    }
}
