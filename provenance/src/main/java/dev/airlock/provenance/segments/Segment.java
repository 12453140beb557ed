package dev.airlock.provenance.segments;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.Sha256;
import java.util.List;

/**
 * What a manifest says of one segment.
 *
 * @param partition of the tokens topic
 * @param first the offset of its first record
 * @param last the offset of its last; {@code first} or more
 * @param count how many records; 1 or more, and no more than the offsets allow
 * @param bytes how long the file is
 * @param hash of the file
 * @param before where the partition's chains stood before its first record; empty at the beginning of the topic
 * @param after where they stood behind its last
 */
public record Segment(
        int partition,
        long first,
        long last,
        long count,
        long bytes,
        Sha256 hash,
        List<ChainHead> before,
        List<ChainHead> after) {
    private static final int PARTITION_MAX = 0xffff;

    /** @throws IllegalArgumentException if the numbers do not fit one another */
    public Segment {
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (partition < 0 || partition > PARTITION_MAX || first < 0 || last < first || count < 1 || bytes < 1) {
            throw new IllegalArgumentException("a segment of partition " + partition + ", offsets " + first + " to "
                    + last + ", " + count + " records, " + bytes + " bytes");
        }
        if (count - 1 > last - first) {
            throw new IllegalArgumentException(count + " records from offset " + first + " to " + last);
        }
    }

    /** The name of its file. */
    public String file() {
        return "tokens-%d-%d-%d.seg.gz".formatted(partition, first, last);
    }

    /** Whether the offset lies in it. */
    public boolean spans(long offset) {
        return first <= offset && offset <= last;
    }
}
