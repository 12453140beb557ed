package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Who sits at a station, as the broker knows it: a member that was killed is off the roster 3 s later. */
public final class Roster {
    private Roster() {}

    /**
     * How many members read {@code topic} for {@code station} and hold partitions of it.
     *
     * @throws BusUnreachable if the broker does not say
     */
    public static int seated(Bus bus, Station station, Topic topic) throws BusUnreachable {
        String group = new Seat(bus, station, topic, "roster").group();
        try (Admin admin = Admin.create(Topics.adminSettings(bus))) {
            var described = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group);
            return Math.toIntExact(Topics.answer(bus, described).members().stream()
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .count());
        } catch (KafkaException e) {
            throw new BusUnreachable(bus, e);
        }
    }
}
