package dev.airlock.road.acl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.Bus;
import dev.airlock.schemas.flow.Flow;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PermitsTest {
    private static final List<Permit> PERMITS = Permits.of(Bus.at("127.0.0.1:1"));

    private static Set<String> topics(Party party, Right right) {
        return PERMITS.stream()
                .filter(permit -> permit.party() == party && permit.right() == right)
                .filter(permit -> permit.thing().kind() == Thing.Kind.TOPIC)
                .map(permit -> permit.thing().name())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(Topic.class)
    void only_those_whom_the_flow_names_may_write_to_a_topic(Topic topic) {
        Set<Party> writers = Stream.of(Party.values())
                .filter(party -> topics(party, Right.WRITE).contains(topic.topicName()))
                .collect(Collectors.toSet());
        assertThat(writers)
                .isEqualTo(Stream.of(Party.values())
                        .filter(party -> party.stations().stream()
                                .anyMatch(station -> Flow.writersOf(topic).contains(station)))
                        .collect(Collectors.toSet()));
    }

    @Test
    void what_each_may_write_is_written_here_by_hand_as_well() {
        assertThat(topics(Party.POLICY, Right.WRITE))
                .containsExactlyInAnyOrder(
                        "airlock.postures.v1",
                        "airlock.leases.v1",
                        "airlock.verdicts.v1",
                        "airlock.events.v1",
                        "airlock.deadletters.v1");
        assertThat(topics(Party.SNAFT, Right.WRITE))
                .containsExactlyInAnyOrder("airlock.screened.v1", "airlock.events.v1", "airlock.deadletters.v1");
        assertThat(topics(Party.EXECUTOR, Right.WRITE))
                .containsExactlyInAnyOrder(
                        "airlock.runtime.v1", "airlock.outputs.v1", "airlock.tokens.v1", "airlock.deadletters.v1");
        assertThat(topics(Party.EXECUTOR, Right.READ))
                .containsExactlyInAnyOrder(
                        "airlock.orders.v1",
                        "airlock.cancels.v1",
                        "airlock.postures.v1",
                        "airlock.leases.v1",
                        "airlock.principals.v1",
                        "airlock.tokens.v1",
                        "airlock.runtime.v1");
        assertThat(topics(Party.CONSOLE, Right.WRITE)).isEmpty();
    }

    @Test
    void every_station_but_the_lane_is_somebodys() {
        var housed = EnumSet.noneOf(Station.class);
        Stream.of(Party.values()).forEach(party -> housed.addAll(party.stations()));
        assertThat(EnumSet.complementOf(housed)).containsExactly(Station.LANE);
    }

    @Test
    void groups_and_transactions_are_their_members_own() {
        assertThat(PERMITS.stream()
                        .filter(permit -> permit.thing().kind() != Thing.Kind.TOPIC && permit.party() != Party.CONSOLE)
                        .map(permit -> permit.party() + " " + permit.right() + " "
                                + permit.thing().name() + (permit.thing().prefix() ? "*" : "")))
                .containsExactlyInAnyOrder(
                        "SNAFT READ airlock.snaft.intents",
                        "SNAFT WRITE airlock.snaft.intents.*",
                        "GATEWAY READ airlock.gateway.screened",
                        "GATEWAY WRITE airlock.gateway.screened.*",
                        "EXECUTOR READ airlock.executor.orders",
                        "EXECUTOR WRITE airlock.executor.orders.*");
    }

    @Test
    void an_audit_sees_what_all_groups_committed_and_may_commit_nothing() {
        assertThat(PERMITS.stream()
                        .filter(permit -> permit.thing().kind() == Thing.Kind.GROUP && permit.party() == Party.CONSOLE)
                        .map(permit -> permit.right() + " " + permit.thing().name()
                                + (permit.thing().prefix() ? "*" : "")))
                .containsExactlyInAnyOrder(
                        "DESCRIBE airlock.snaft.intents",
                        "DESCRIBE airlock.gateway.screened",
                        "DESCRIBE airlock.executor.orders",
                        "DESCRIBE airlock.lane.*");
    }

    @Test
    void a_name_may_only_end_openly_behind_a_dot() {
        assertThat(PERMITS.stream().filter(permit -> permit.thing().prefix()))
                .isNotEmpty()
                .allSatisfy(permit -> assertThat(permit.thing().name()).endsWith("."))
                .allSatisfy(permit -> assertThat(permit.thing().kind() == Thing.Kind.TRANSACTIONAL_ID
                                || permit.right() == Right.DESCRIBE)
                        .isTrue());
    }

    @Test
    void every_name_is_behind_the_namespace() {
        assertThat(Permits.of(Bus.at("127.0.0.1:1").within("blue.")))
                .hasSameSizeAs(PERMITS)
                .allSatisfy(permit -> assertThat(permit.thing().name()).startsWith("blue.airlock."));
    }

    @Test
    void nobody_but_topics_creates_and_nobody_alters() {
        assertThat(PERMITS.stream()
                        .filter(permit -> permit.right() == Right.CREATE)
                        .map(Permit::party))
                .containsOnly(Party.TOPICS);
        assertThat(topics(Party.TOPICS, Right.READ)).isEmpty();
        assertThat(topics(Party.TOPICS, Right.WRITE)).isEmpty();
    }
}
