package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a partition reaches.
 *
 * @param first the offset of its first record that is still there
 * @param end the offset behind its last one, of an open transaction too
 */
public record Extent(long first, long end) {
    /** @throws IllegalArgumentException if it ends before it begins */
    public Extent {
        if (first < 0 || end < first) {
            throw new IllegalArgumentException("a partition reaches from " + first + " to " + end);
        }
    }

    /** How many offsets there are; never fewer than records, since transactions take offsets too. */
    public long offsets() {
        return end - first;
    }

    /**
     * The extents of a topic now, by partition.
     *
     * @throws BusUnreachable if the broker does not answer
     */
    public static Map<Integer, Extent> of(Bus bus, Station station, Topic topic) throws BusUnreachable {
        Undeclared.unlessReads(station, topic);
        var partitions = BusQueries.partitions(bus, topic);
        Map<TopicPartition, Long> ends = BusQueries.highWaters(bus, partitions);
        KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(ClientSettings.forReader(bus));
        try {
            var extents = new TreeMap<Integer, Extent>();
            reader.beginningOffsets(partitions)
                    .forEach((partition, first) -> extents.put(
                            partition.partition(), new Extent(first, Math.max(first, ends.get(partition)))));
            return extents;
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        } finally {
            reader.close(CloseOptions.timeout(java.time.Duration.ZERO));
        }
    }
}
