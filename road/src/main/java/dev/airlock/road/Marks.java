package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What the readers of a topic at a station left in their last commits, for who audits them. Any thread; it waits for the broker. */
public final class Marks {
    private Marks() {}

    /**
     * The mark of each partition in which the station has committed anything: what {@link Work} gave with its last committed step. A mark that is
     * not ours is left out.
     *
     * @throws BusUnreachable if the broker does not answer
     */
    public static List<String> of(Bus bus, Station station, Topic topic) throws BusUnreachable {
        String group = new Seat(bus, station, topic, "marks").group();
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    Topics.answer(bus, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(group));
            return committed.values().stream()
                    .filter(Objects::nonNull)
                    .map(Marks::head)
                    .filter(head -> !head.isEmpty())
                    .toList();
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        }
    }

    /**
     * The marks that the couriers of all fast lanes left with their last commits, in any order: the words of each between its spaces, which are heads of
     * chains. Nodes that are gone are among them for as long as the broker keeps what they committed.
     *
     * @throws BusUnreachable if the broker does not answer
     */
    public static List<String> ofLanes(Bus bus) throws BusUnreachable {
        String prefix = Courier.groups(bus, Station.LANE);
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            Map<String, ListConsumerGroupOffsetsSpec> lanes = Topics.answer(
                            bus, admin.listGroups().all())
                    .stream()
                    .map(GroupListing::groupId)
                    .filter(group -> group.startsWith(prefix))
                    .collect(Collectors.toMap(group -> group, _ -> new ListConsumerGroupOffsetsSpec()));
            if (lanes.isEmpty()) {
                return List.of();
            }
            return Topics.answer(bus, admin.listConsumerGroupOffsets(lanes).all()).values().stream()
                    .flatMap(committed -> committed.entrySet().stream())
                    .filter(one -> one.getValue() != null)
                    .map(one -> Courier.mark(one.getKey(), one.getValue().metadata()))
                    .flatMap(mark -> Stream.of(mark.split(" ")))
                    .filter(head -> !head.isEmpty())
                    .toList();
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        }
    }

    /** A hop's mark stands alone, one of an unordered hop behind what it has finished. */
    private static String head(OffsetAndMetadata at) {
        String metadata = at.metadata();
        try {
            return metadata.startsWith("1:")
                    ? Mark.decode(new CommittedAt(at.offset(), metadata)).head()
                    : metadata;
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
