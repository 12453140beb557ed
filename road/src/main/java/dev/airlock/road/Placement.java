package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * Where the records of a session lie. What a station remembers so that nothing happens twice, it remembers by partition; so a record that
 * somebody copied into another partition, where nobody remembers it, must count for nothing.
 */
public final class Placement {
    private Placement() {}

    /** The partition of {@code session} in a topic of so many: as Kafka's default partitioner places a key (murmur2). */
    public static int of(String session, int partitions) {
        return Utils.toPositive(Utils.murmur2(session.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** Why a record of {@code session} that lies in {@code partition} does not count; empty if it lies where it belongs. */
    public static Optional<String> fault(String session, Topic topic, int partition) {
        int own = of(session, topic.partitions());
        return own == partition
                ? Optional.empty()
                : Optional.of("it lies in partition " + partition + ", and those of its session in " + own
                        + ": a copy that somebody else has put there");
    }
}
