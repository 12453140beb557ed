package dev.airlock.road;

import dev.airlock.schemas.flow.Flow;
import dev.airlock.schemas.flow.Retention;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a topic of the flow looks like on a broker.
 *
 * @param agreed the settings that must be so, by their names at the broker
 * @param mended those of them that are put right where they are not, since nothing that is stored hangs on them
 * @param atCreation those that must be so, and what is set when a topic is created and may be tuned afterwards
 */
record TopicShape(Topic topic, Map<String, String> agreed, Map<String, String> mended, Map<String, String> atCreation) {
    private static final Duration SEGMENT_MIN = Duration.ofMinutes(10);
    private static final Duration SEGMENT_MAX = Duration.ofDays(7);

    static TopicShape of(Topic topic, short replication) {
        Retention retention = topic.retention();
        Map<String, String> agreed = new LinkedHashMap<>();
        agreed.put(TopicConfig.CLEANUP_POLICY_CONFIG, retention.compacted() ? "compact,delete" : "delete");
        agreed.put(
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(retention.age().map(Duration::toMillis).orElse(-1L)));
        agreed.put(
                TopicConfig.RETENTION_BYTES_CONFIG,
                Long.toString(retention.bytesMax().orElse(-1)));
        agreed.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxMessageBytes()));
        // By the broker's clock: a caller cannot make its record live for ever, die at once, or look newer than it is.
        agreed.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        Map<String, String> mended = mended(topic);
        agreed.putAll(mended);
        Map<String, String> atCreation = new LinkedHashMap<>(agreed);
        atCreation.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(Math.max(1, replication - 1)));
        // Only closed segments are deleted or compacted.
        retention
                .age()
                .ifPresent(age -> atCreation.put(
                        TopicConfig.SEGMENT_MS_CONFIG,
                        Long.toString(segment(age).toMillis())));
        return new TopicShape(topic, agreed, mended, atCreation);
    }

    /**
     * What callers write is unpacked by the broker and stored as it is: so a batch is no larger in a reader than its topic takes, and is in no
     * form that a reader has to load native code for, or cannot read at all, which would stop it for good.
     */
    private static Map<String, String> mended(Topic topic) {
        return Flow.writersOf(topic).contains(Station.CALLER)
                ? Map.of(TopicConfig.COMPRESSION_TYPE_CONFIG, "uncompressed")
                : Map.of();
    }

    private static Duration segment(Duration age) {
        Duration quarter = age.dividedBy(4);
        if (quarter.compareTo(SEGMENT_MIN) < 0) {
            return SEGMENT_MIN;
        }
        return quarter.compareTo(SEGMENT_MAX) > 0 ? SEGMENT_MAX : quarter;
    }

    List<TopicsDisagree.Difference> differences(Bus bus, int partitions, Config actual) {
        String name = bus.nameOf(topic);
        List<TopicsDisagree.Difference> differences = new ArrayList<>();
        if (partitions != topic.partitions()) {
            differences.add(new TopicsDisagree.Difference(
                    name,
                    "partitions",
                    Integer.toString(topic.partitions()),
                    Integer.toString(partitions),
                    "a session's partition follows from the count, so it never changes: use another namespace or cluster,"
                            + " or, if nothing in it is needed, kafka-topics.sh --bootstrap-server "
                            + bus.bootstrapServers() + " --delete --topic " + name));
        }
        agreed.forEach((setting, wanted) -> {
            String found = actual.get(setting).value();
            if (!canonical(found).equals(canonical(wanted))) {
                differences.add(new TopicsDisagree.Difference(
                        name,
                        setting,
                        wanted,
                        found,
                        "kafka-configs.sh --bootstrap-server " + bus.bootstrapServers()
                                + " --alter --entity-type topics --entity-name " + name + " --add-config " + setting
                                + "=[" + wanted + "]"));
            }
        });
        return differences;
    }

    /** {@code compact,delete} and {@code delete,compact} are the same. */
    private static List<String> canonical(String value) {
        return List.of(value.split(",", -1)).stream()
                .map(String::strip)
                .sorted()
                .toList();
    }
}
