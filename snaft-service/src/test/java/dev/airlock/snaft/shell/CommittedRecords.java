package dev.airlock.snaft.shell;

import dev.airlock.road.Bus;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own clients, as a caller or an auditor would use them. */
final class CommittedRecords {
    private CommittedRecords() {}

    /** What is committed on a topic now, partition by partition. */
    static List<ConsumerRecord<byte[], byte[]>> of(Bus bus, Topic topic) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(p -> new TopicPartition(bus.namespace() + topic.topicName(), p))
                .toList();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bus.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class);
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            for (TopicPartition partition : partitions) {
                while (consumer.position(partition) < ends.get(partition)) {
                    consumer.poll(Duration.ofMillis(50)).forEach(found::add);
                }
            }
        }
        return found;
    }

    static KafkaProducer<byte[], byte[]> producer(Bus bus) {
        return new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                bus.bootstrapServers(),
                "max.request.size",
                4 << 20,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
    }
}
