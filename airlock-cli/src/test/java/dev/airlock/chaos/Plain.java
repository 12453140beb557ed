package dev.airlock.chaos;

import dev.airlock.road.Bus;
import dev.airlock.schemas.flow.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own clients, as a stranger would use them, so that no test trusts the code that it tests. */
final class Plain {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Plain() {}

    static String name(Bus bus, Topic topic) {
        return bus.namespace() + topic.topicName();
    }

    /** Every committed record of a topic; waits for transactions that are open. */
    static List<ConsumerRecord<byte[], byte[]>> committed(Bus bus, Topic topic) {
        List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(name(bus, topic), partition))
                .toList();
        Map<TopicPartition, Long> ends;
        try (Consumer<byte[], byte[]> all = reader(bus, "read_uncommitted")) {
            ends = all.endOffsets(partitions);
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        try (Consumer<byte[], byte[]> committed = reader(bus, "read_committed")) {
            committed.assign(partitions);
            committed.seekToBeginning(partitions);
            while (ends.entrySet().stream().anyMatch(end -> committed.position(end.getKey()) < end.getValue())) {
                committed.poll(Duration.ofMillis(50)).forEach(found::add);
                if (System.nanoTime() > giveUpAt) {
                    throw new AssertionError(topic + " cannot be read to its end: " + ends);
                }
            }
        }
        return found;
    }

    private static Consumer<byte[], byte[]> reader(Bus bus, String isolation) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bus.bootstrapServers(), "isolation.level", isolation),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Writes values into a partition of a topic, whoever may write there. */
    static void write(Bus bus, Topic topic, int partition, byte[] key, List<byte[]> values) {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bus.bootstrapServers(), "max.request.size", 16 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(name(bus, topic), partition, key, value))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Who belongs to a group of readers just now, settled or not. */
    static Set<String> members(Bus bus, String group) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bus.bootstrapServers()))) {
            String id = bus.namespace() + group;
            return admin.describeConsumerGroups(List.of(id)).describedGroups().get(id).get().members().stream()
                    .map(MemberDescription::consumerId)
                    .collect(Collectors.toSet());
        }
    }

    /** Who of a group of readers holds which partitions; empty while the group is not settled. */
    static Map<String, Set<Integer>> holdings(Bus bus, String group) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bus.bootstrapServers()))) {
            String id = bus.namespace() + group;
            var described = admin.describeConsumerGroups(List.of(id))
                    .describedGroups()
                    .get(id)
                    .get();
            Map<String, Set<Integer>> holdings = new HashMap<>();
            Set<Integer> all = new HashSet<>();
            for (MemberDescription member : described.members()) {
                Set<Integer> held = member.assignment().topicPartitions().stream()
                        .map(TopicPartition::partition)
                        .collect(Collectors.toSet());
                holdings.put(member.consumerId(), held);
                all.addAll(held);
            }
            return all.size() == Ground.PARTITIONS ? holdings : Map.of();
        } catch (ExecutionException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
