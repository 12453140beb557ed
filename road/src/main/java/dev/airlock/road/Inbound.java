package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A record as it was read. The arrays are not copied: treat them as read-only. */
public final class Inbound {
    private static final byte[] NOTHING = {};
    /** Neither header can say this. */
    private static final String NO_TRACE = "-";

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

    /** Which trace its writer says that it belongs to. Nobody signs that: it is for logs and for records made of this one, and decides nothing. */
    public Optional<TraceContext> trace() {
        return TraceContext.of(headers(TraceContext.PARENT), headers(TraceContext.STATE));
    }

    /** One more than a list may have members is one too many. Each byte is a character, of which only ASCII's are looked for. */
    private List<String> headers(String name) {
        return StreamSupport.stream(record.headers().headers(name).spliterator(), false)
                .limit(TraceContext.MEMBERS_MAX + 1L)
                .map(Header::value)
                .map(Inbound::text)
                .toList();
    }

    private static String text(byte[] value) {
        return value == null || value.length > TraceContext.STATE_LENGTH_MAX
                ? NO_TRACE
                : new String(value, StandardCharsets.ISO_8859_1);
    }

    /** While the result is open, log lines of this thread have the trace's id. */
    public LogTrace traced() {
        return LogTrace.of(trace());
    }

    /** What it takes in memory, headers too: whoever may write the record chooses how many. */
    int bytes() {
        int bytes = key().length + value().length;
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }

    @Override
    public String toString() {
        return topic + "-" + partition() + "@" + offset();
    }
}
