package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record as it was read. The arrays are not copied: treat them as read-only. */
public final class Inbound {
    private static final byte[] NOTHING = {};

    private final Topic topic;
    private final ConsumerRecord<byte[], byte[]> record;

    Inbound(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        this.topic = topic;
        this.record = record;
    }

    public Topic topic() {
        return topic;
    }

    public int partition() {
        return record.partition();
    }

    public long offset() {
        return record.offset();
    }

    /** When the broker appended it, by the broker's clock. */
    public Instant appendedAt() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** The key; empty if it has none. */
    public byte[] key() {
        return record.key() == null ? NOTHING : record.key();
    }

    /** The value; empty if it has none (a tombstone). */
    public byte[] value() {
        return record.value() == null ? NOTHING : record.value();
    }

    int bytes() {
        return key().length + value().length;
    }

    @Override
    public String toString() {
        return topic + "-" + partition() + "@" + offset();
    }
}
