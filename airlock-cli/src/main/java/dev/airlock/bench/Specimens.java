package dev.airlock.bench;

import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.EnumMap;
import java.util.Map;

/** The newest real record of each topic of the road, so that the relay's records are as large. */
final class Specimens {
    private Specimens() {}

    static Map<Topic, byte[]> of(Bus bus) throws BenchFailed {
        Map<Topic, byte[]> specimens = new EnumMap<>(Topic.class);
        try {
            for (Topic topic : Relay.Shape.FULL.topics()) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    Replay.partition(
                            bus, Station.CONSOLE, topic, partition, record -> specimens.put(topic, record.value()));
                }
                if (!specimens.containsKey(topic)) {
                    throw new BenchFailed("an intent went its way and left no record on " + topic, "");
                }
            }
        } catch (BusUnreachable e) {
            throw new BenchFailed(e.getMessage(), "airlock doctor", e);
        }
        return specimens;
    }
}
