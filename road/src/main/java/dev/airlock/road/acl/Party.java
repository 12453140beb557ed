package dev.airlock.road.acl;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who shows itself to the broker by a name of its own. The fast lane is none: it lives in a node, whose broker is in the same process or, joined, on the same
 * machine without names.
 */
public enum Party {
    POLICY(Set.of(Station.POLICY, Station.OBSERVER), Optional.empty(), Set.of(Topic.LEASES)),
    SNAFT(Set.of(Station.SNAFT), Optional.of(Topic.INTENTS), Set.of()),
    /** With its ingress, which publishes for callers. */
    GATEWAY(Set.of(Station.GATEWAY, Station.CALLER), Optional.of(Topic.SCREENED), Set.of()),
    EXECUTOR(Set.of(Station.EXECUTOR), Optional.of(Topic.ORDERS), Set.of(Topic.RUNTIME)),
    LEDGER(Set.of(Station.LEDGER), Optional.empty(), Set.of()),
    /** Programs that publish intents themselves. */
    CALLER(Set.of(Station.CALLER), Optional.empty(), Set.of()),
    OPERATOR(Set.of(Station.OPERATOR), Optional.empty(), Set.of()),
    /** Audits and consoles. */
    CONSOLE(Set.of(Station.CONSOLE), Optional.empty(), Set.of()),
    /** Whoever runs {@code airlock topics}. */
    TOPICS(Set.of(), Optional.empty(), Set.of());

    private final Set<Station> stations;
    private final Optional<Topic> seat;
    private final Set<Topic> signs;

    Party(Set<Station> stations, Optional<Topic> seat, Set<Topic> signs) {
        this.stations = stations;
        this.seat = seat;
        this.signs = signs;
    }

    /** The stations that live in it. */
    public Set<Station> stations() {
        return stations;
    }

    /** The topic that its members read as a group, each step a transaction; empty if it reads alone. */
    public Optional<Topic> seat() {
        return seat;
    }

    /** What it wrote itself and {@code airlock health} looks at under its name. */
    public Set<Topic> signs() {
        return signs;
    }

    /** As its principal is called, behind the prefix. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
