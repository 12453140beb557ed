package dev.airlock.provenance.segments;

import dev.airlock.schemas.model.Bytes;

/**
 * A record of the tokens topic.
 *
 * @param offset its offset in its partition; 0 or more
 * @param appendedMillis when the broker took it up, in milliseconds since 1970
 * @param value the record's value as it was, whatever it was; at most {@link #VALUE_BYTES_MAX} bytes
 */
public record SegmentEntry(long offset, long appendedMillis, Bytes value) {
    /** More than the topic takes. */
    public static final int VALUE_BYTES_MAX = 2 << 20;

    /** @throws IllegalArgumentException if the offset is negative or the value too long */
    public SegmentEntry {
        if (offset < 0 || value.size() > VALUE_BYTES_MAX) {
            throw new IllegalArgumentException("offset " + offset + " with " + value.size()
                    + " bytes; it must be 0 or more with at most " + VALUE_BYTES_MAX);
        }
    }
}
