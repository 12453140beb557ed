package dev.airlock.road;

import java.util.List;
import java.util.Optional;

/**
 * What became of some records of a partition; all of it is committed together with their offsets, or nothing.
 *
 * @param outputs what to write
 * @param mark what a later owner of the partition must know to go on, such as the head of a chain: at most {@value #MARK_MAX}
 *     characters of ASCII
 * @param left which records were left, and why; empty if all were taken. Only {@link Work} may leave any
 */
public record Step(List<Outbound> outputs, String mark, Optional<Left> left) {
    /** Kafka keeps 4096 bytes of metadata per offset, and the bits of finished offsets may need 3,000 of them. */
    public static final int MARK_MAX = 1000;

    /**
     * The records behind the first few were not taken: nothing has changed by them, and they come again in about a second. Until then
     * their partition waits, the others go on, and the hop's health says the reason.
     *
     * @param taken how many of the first were taken; 0 if none
     * @param reason for people, with what they can do
     */
    public record Left(int taken, String reason) {
        public Left {
            if (taken < 0 || reason.isBlank()) {
                throw new IllegalArgumentException(
                        taken + " records were taken, and the others left for '" + reason + "'");
            }
        }
    }

    public Step {
        outputs = List.copyOf(outputs);
        if (mark.length() > MARK_MAX || !mark.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "a mark has at most " + MARK_MAX + " printable ASCII characters; this one has " + mark.length());
        }
        if (!outputs.isEmpty() && left.filter(rest -> rest.taken() == 0).isPresent()) {
            throw new IllegalArgumentException("of no record come " + outputs.size() + " outputs");
        }
    }

    /** All records were taken. */
    public Step(List<Outbound> outputs, String mark) {
        this(outputs, mark, Optional.empty());
    }
}
