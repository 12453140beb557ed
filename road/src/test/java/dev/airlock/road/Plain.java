package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/** Kafka's own clients, so that a test does not trust the code that it tests. */
final class Plain {
    private Plain() {}

    /** Writes values in order into one partition, with the value's part before '/' as the key. */
    static void write(Bus bus, Topic topic, int partition, List<String> values) {
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(ClientSettings.forWriter(bus, Duration.ofSeconds(10)))) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (String value : values) {
                byte[] key = value.split("/", 2)[0].getBytes(UTF_8);
                sent.add(producer.send(Outbound.to(topic, partition, key, value.getBytes(UTF_8))
                        .on(bus)));
                if (sent.size() == 1) {
                    // A new partition may turn a first batch away and take the second, and then it never takes the
                    // first.
                    sent.getFirst().get();
                }
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("not all was written to " + topic, e);
        }
    }

    /** All committed records of a topic so far, waiting for open transactions to end. */
    static List<ConsumerRecord<byte[], byte[]>> read(Bus bus, Topic topic) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(bus.nameOf(topic), partition))
                .toList();
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> committed = new KafkaConsumer<>(ClientSettings.forReader(bus))) {
            committed.assign(partitions);
            committed.seekToBeginning(partitions);
            for (Map.Entry<TopicPartition, Long> end :
                    highWaters(bus, partitions).entrySet()) {
                while (committed.position(end.getKey()) < end.getValue()) {
                    committed.poll(Duration.ofMillis(50)).forEach(found::add);
                }
            }
        }
        return found;
    }

    static List<String> values(Bus bus, Topic topic) {
        return read(bus, topic).stream()
                .map(one -> new String(one.value(), UTF_8))
                .toList();
    }

    private static Map<TopicPartition, Long> highWaters(Bus bus, List<TopicPartition> partitions) {
        Map<String, Object> settings = ClientSettings.forReader(bus);
        settings.put("isolation.level", "read_uncommitted");
        try (Consumer<byte[], byte[]> reader = new KafkaConsumer<>(settings)) {
            return reader.endOffsets(partitions);
        }
    }
}
