package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Questions to the broker about a topic. */
final class BusQueries {
    private BusQueries() {}

    static Collection<TopicPartition> partitions(Bus bus, Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(bus.nameOf(topic), partition))
                .toList();
    }

    /**
     * The ends of the partitions with open transactions included. A reader of committed records that has come this far has seen all
     * that was committed by now: a transaction whose offsets are already visible may still be on its way to other partitions.
     */
    static Map<TopicPartition, Long> highWaters(Bus bus, Collection<TopicPartition> partitions) throws BusUnreachable {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            ListOffsetsResult answer =
                    admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (TopicPartition partition : partitions) {
                ends.put(
                        partition,
                        Topics.answer(bus, answer.partitionResult(partition)).offset());
            }
            return ends;
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        }
    }
}
