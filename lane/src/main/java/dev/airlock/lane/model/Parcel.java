package dev.airlock.lane.model;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import java.util.OptionalInt;

/**
 * A record for the bus, byte for byte.
 *
 * @param partition where it belongs; empty if its key decides
 */
public record Parcel(Topic topic, OptionalInt partition, Bytes key, Bytes value) {
    public Parcel {
        if (partition.isPresent() && (partition.getAsInt() < 0 || partition.getAsInt() >= topic.partitions())) {
            throw new IllegalArgumentException(topic + " has no partition " + partition.getAsInt());
        }
    }
}
