package dev.airlock.ledger.audit.model;

import dev.airlock.schemas.flow.Topic;
import java.util.Comparator;

/**
 * Where a record lies. Offsets have gaps and prove nothing; they only name the record.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record RecordPlace(Topic topic, int partition, long offset) implements Comparable<RecordPlace> {
    private static final Comparator<RecordPlace> ORDER = Comparator.comparing(RecordPlace::topic)
            .thenComparingInt(RecordPlace::partition)
            .thenComparingLong(RecordPlace::offset);

    /** @throws IllegalArgumentException if a number is negative */
    public RecordPlace {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("no record lies at partition " + partition + ", offset " + offset);
        }
    }

    /** A record of the tokens topic. */
    public static RecordPlace token(int partition, long offset) {
        return new RecordPlace(Topic.TOKENS, partition, offset);
    }

    /** By topic, partition and offset: the order in which an audit reads. */
    @Override
    public int compareTo(RecordPlace other) {
        return ORDER.compare(this, other);
    }

    /** {@code TOKENS-3@17}, as log lines have it. */
    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
