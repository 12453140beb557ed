package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A record to be written. The arrays are not copied: do not change them afterwards. */
public final class Outbound {
    /** What a batch of one record adds at most: batch header, varints, and lz4's frames over data that do not compress. */
    private static final int OVERHEAD_BYTES = 2048;

    private final Topic topic;
    private final OptionalInt partition;
    private final byte[] key;
    private final byte[] value;
    private final Optional<TraceContext> trace;

    private Outbound(Topic topic, OptionalInt partition, byte[] key, byte[] value, Optional<TraceContext> trace) {
        this.topic = Objects.requireNonNull(topic, "topic");
        this.partition = partition;
        this.key = Objects.requireNonNull(key, "key");
        this.value = Objects.requireNonNull(value, "value");
        this.trace = trace;
        if (partition.isPresent() && (partition.getAsInt() < 0 || partition.getAsInt() >= topic.partitions())) {
            throw new IllegalArgumentException(
                    topic + " has no partition " + partition.getAsInt() + "; it has " + topic.partitions());
        }
    }

    /** To the partition that Kafka's default partitioner gives the key (murmur2). */
    public static Outbound byKey(Topic topic, byte[] key, byte[] value) {
        return new Outbound(topic, OptionalInt.empty(), key, value, Optional.empty());
    }

    /** To this very partition. */
    public static Outbound to(Topic topic, int partition, byte[] key, byte[] value) {
        return new Outbound(topic, OptionalInt.of(partition), key, value, Optional.empty());
    }

    /** The same in that trace; without one where the topic would not take the record with it. */
    public Outbound in(Optional<TraceContext> given) {
        boolean room = given.map(context -> bytesWithout() + context.bytes() <= bytesMax(topic))
                .orElse(false);
        return new Outbound(topic, partition, key, value, room ? given : Optional.empty());
    }

    /** The same in the trace of the record that it was made of. */
    public Outbound after(Inbound record) {
        return in(record.trace());
    }

    /** The trace that it says it belongs to. */
    public Optional<TraceContext> trace() {
        return trace;
    }

    public Topic topic() {
        return topic;
    }

    /** The partition, if it was named. */
    public OptionalInt partition() {
        return partition;
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }

    /** How many bytes key, value and trace of a record of {@code topic} may have together. */
    public static int bytesMax(Topic topic) {
        return topic.maxMessageBytes() - OVERHEAD_BYTES;
    }

    /** Whether the topic takes a record of this size. */
    public boolean fits() {
        return bytes() <= bytesMax(topic);
    }

    int bytes() {
        return bytesWithout() + trace.map(TraceContext::bytes).orElse(0);
    }

    private int bytesWithout() {
        return key.length + value.length;
    }

    ProducerRecord<byte[], byte[]> on(Bus bus) {
        Integer where = partition.isPresent() ? partition.getAsInt() : null;
        var record = new ProducerRecord<>(bus.nameOf(topic), where, key, value);
        trace.ifPresent(context -> {
            record.headers().add(TraceContext.PARENT, ascii(context.traceparent()));
            if (!context.tracestate().isEmpty()) {
                record.headers().add(TraceContext.STATE, ascii(context.tracestate()));
            }
        });
        return record;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
