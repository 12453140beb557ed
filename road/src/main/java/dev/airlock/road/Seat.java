package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a hop sits: one member of the group of readers of a topic at a station.
 *
 * @param instance the name of this member, unique among the live ones. If it is the same after a restart, the transaction that a
 *     killed predecessor left open ends at once; otherwise after four seconds. Two live members with one name fence each other
 */
public record Seat(Bus bus, Station station, Topic reads, String instance) {
    public Seat {
        Objects.requireNonNull(bus, "bus");
        if (instance.isBlank()) {
            throw new IllegalArgumentException("an instance needs a name, such as the host's and the process's");
        }
        Undeclared.unlessReads(station, reads);
    }

    /** The name of the group at the broker. */
    public String group() {
        return bus.namespace() + "airlock." + lower(station) + "." + lower(reads);
    }

    String transactionalId() {
        return group() + "." + instance;
    }

    String threadName(String kind) {
        return kind + "-" + lower(station) + "-" + lower(reads);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
