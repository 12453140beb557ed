package dev.airlock.road;

import java.util.List;

/**
 * What became of some records of a partition; all of it is committed together with their offsets, or nothing.
 *
 * @param outputs what to write
 * @param mark what a later owner of the partition must know to go on, such as the head of a chain: at most {@value #MARK_MAX}
 *     characters of ASCII
 */
public record Step(List<Outbound> outputs, String mark) {
    /** Kafka keeps 4096 bytes of metadata per offset, and the bits of finished offsets may need 3,000 of them. */
    public static final int MARK_MAX = 1000;

    public Step {
        outputs = List.copyOf(outputs);
        if (mark.length() > MARK_MAX || !mark.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "a mark has at most " + MARK_MAX + " printable ASCII characters; this one has " + mark.length());
        }
    }
}
