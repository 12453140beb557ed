package dev.airlock.schemas.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.flow.Flow.Stop;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The law of the road, and a violation of each of its clauses. */
class FlowTest {
    @Test
    void the_road_is_one_way_and_every_writer_is_declared() {
        assertThat(Flow.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void every_topic_has_a_writer_and_a_reader(Topic topic) {
        assertThat(Flow.writersOf(topic)).isNotEmpty();
        assertThat(Stream.of(Station.values()).filter(station -> Flow.mayRead(station, topic)))
                .isNotEmpty();
        assertThat(topic.topicName()).matches("airlock\\.[a-z]+\\.v1");
    }

    @Test
    void the_session_topics_share_one_partition_count() {
        assertThat(Stream.of(Topic.INTENTS, Topic.SCREENED, Topic.ADMITTED, Topic.ORDERS, Topic.OUTPUTS, Topic.TOKENS)
                        .map(Topic::partitions))
                .containsOnly(Topic.TOKENS.partitions());
    }

    @Test
    void tokens_are_never_deleted() {
        assertThat(Topic.TOKENS.retention()).isEqualTo(Retention.forever());
    }

    @Test
    void checkpoints_are_never_deleted_and_only_the_ledger_writes_them() {
        assertThat(Topic.CHECKPOINTS.retention()).isEqualTo(Retention.forever());
        assertThat(Flow.writersOf(Topic.CHECKPOINTS)).containsExactly(Station.LEDGER);
        assertThat(Flow.mayWrite(Station.LEDGER, Topic.TOKENS)).isFalse();
        assertThat(Flow.mayRead(Station.LEDGER, Topic.CHECKPOINTS)).isTrue();
    }

    @Test
    void an_undeclared_writer_is_refused() {
        assertThat(Flow.faultsOf(stop(Set.of(), Set.of(Topic.ORDERS), Set.of(), Set.of())))
                .containsExactly("ROGUE writes ORDERS and is not among its writers; add it to WRITERS or stop writing");
    }

    @Test
    void a_declared_writer_that_does_not_write_is_refused() {
        assertThat(Flow.faultsOf(stop(Set.of(), Set.of(), Set.of(), Set.of(Topic.ORDERS))))
                .containsExactly("ROGUE is among the writers of ORDERS and does not write it");
    }

    @Test
    void a_backward_arrow_is_refused() {
        assertThat(Flow.faultsOf(stop(Set.of(Topic.TOKENS), Set.of(Topic.INTENTS), Set.of(), Set.of(Topic.INTENTS))))
                .containsExactly("ROGUE reads TOKENS and writes INTENTS, which comes no later; the road is one-way");
    }

    @Test
    void only_pulses_and_the_looks_of_observer_and_snaft_at_tokens_run_back() {
        Set<Topic> backward = Set.of(Topic.TOKENS);
        assertThat(Flow.mayRead(Station.OBSERVER, Topic.TOKENS)).isTrue();
        assertThat(Flow.mayRead(Station.SNAFT, Topic.TOKENS)).isTrue();
        assertThat(Flow.mayRead(Station.POLICY, Topic.TOKENS)).isFalse();
        assertThat(Flow.faultsOf(new Stop(
                        "ROGUE",
                        true,
                        Set.of(Topic.TOKENS, Topic.SCREENED),
                        Set.of(Topic.VERDICTS),
                        Set.of(),
                        Set.of(Topic.VERDICTS),
                        backward)))
                .as("a feedback excuses its own arrow and no other")
                .containsExactly("ROGUE reads SCREENED and writes VERDICTS, which comes no later; the road is one-way");
    }

    @Test
    void remembering_what_others_wrote_is_refused() {
        assertThat(Flow.faultsOf(stop(Set.of(), Set.of(), Set.of(Topic.POSTURES), Set.of())))
                .containsExactly("ROGUE remembers POSTURES, which it does not write; make it a read");
    }

    @Test
    void nobody_writes_what_is_not_on_the_page() {
        assertThat(Flow.mayWrite(Station.CONSOLE, Topic.TOKENS)).isFalse();
        assertThat(Flow.mayWrite(Station.CALLER, Topic.ORDERS)).isFalse();
        assertThat(Flow.mayWrite(Station.SNAFT, Topic.RULES)).isFalse();
        assertThat(Flow.mayRead(Station.SNAFT, Topic.ORDERS)).isFalse();
    }

    private static Stop stop(Set<Topic> reads, Set<Topic> writes, Set<Topic> remembers, Set<Topic> declared) {
        return new Stop("ROGUE", true, reads, writes, remembers, declared, Set.of());
    }
}
