package dev.airlock.road.acl;

import dev.airlock.road.Bus;
import dev.airlock.road.Courier;
import dev.airlock.road.Seat;
import dev.airlock.schemas.flow.Flow;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that the parties of a road may do at its broker, and nothing else. What reading in groups and writing in transactions takes is
 * KIP-98's (authorisation of transactional ids) and Kafka's documentation, "Authorization Primitives".
 */
public final class Permits {
    private final Bus bus;

    private Permits(Bus bus) {
        this.bus = bus;
    }

    /** Those of a bus with its namespace, in order. */
    public static List<Permit> of(Bus bus) {
        var permits = new Permits(bus);
        return Stream.of(Party.values())
                .flatMap(permits::of)
                .distinct()
                .sorted()
                .toList();
    }

    private Stream<Permit> of(Party party) {
        return Stream.of(
                        party.stations().stream().flatMap(station -> at(party, station)),
                        party.signs().stream().map(topic -> permit(party, Right.READ, topic)),
                        party.seat().stream().flatMap(topic -> seat(party, topic)),
                        party == Party.TOPICS ? topics() : Stream.<Permit>empty(),
                        party == Party.CONSOLE ? groups() : Stream.<Permit>empty())
                .flatMap(some -> some);
    }

    private Stream<Permit> at(Party party, Station station) {
        return Stream.of(Topic.values())
                .flatMap(topic -> Stream.concat(
                        Flow.mayRead(station, topic) ? Stream.of(permit(party, Right.READ, topic)) : Stream.empty(),
                        Flow.mayWrite(station, topic) ? Stream.of(permit(party, Right.WRITE, topic)) : Stream.empty()));
    }

    /** Each member's transactional id begins with its group's name. */
    private Stream<Permit> seat(Party party, Topic topic) {
        String group = group(party, topic);
        return Stream.of(
                new Permit(party, Right.READ, new Thing(Thing.Kind.GROUP, group, false)),
                new Permit(party, Right.WRITE, new Thing(Thing.Kind.TRANSACTIONAL_ID, group + ".", true)));
    }

    private String group(Party party, Topic topic) {
        Station station = party.stations().stream()
                .filter(one -> one.reads().contains(topic))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(party + " has a seat at " + topic + " and does not read it"));
        return new Seat(bus, station, topic, "any").group();
    }

    private Stream<Permit> topics() {
        return Stream.of(Topic.values())
                .flatMap(topic -> Stream.of(Right.CREATE, Right.DESCRIBE, Right.DESCRIBE_CONFIGS)
                        .map(right -> permit(Party.TOPICS, right, topic)));
    }

    /** Audits compare what the members of groups left in their commits, and the fast lanes of all nodes that an operator lets in. */
    private Stream<Permit> groups() {
        return Stream.concat(
                        Stream.of(Party.values())
                                .flatMap(party -> party.seat().stream().map(topic -> group(party, topic)))
                                .map(group -> new Thing(Thing.Kind.GROUP, group, false)),
                        Stream.of(new Thing(Thing.Kind.GROUP, Courier.groups(bus, Station.LANE), true)))
                .map(thing -> new Permit(Party.CONSOLE, Right.DESCRIBE, thing));
    }

    private Permit permit(Party party, Right right, Topic topic) {
        return new Permit(party, right, new Thing(Thing.Kind.TOPIC, bus.nameOf(topic), false));
    }
}
