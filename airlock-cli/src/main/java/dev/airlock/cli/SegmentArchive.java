package dev.airlock.cli;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.segments.Segment;
import dev.airlock.provenance.segments.SegmentBroken;
import dev.airlock.provenance.segments.SegmentEntry;
import dev.airlock.provenance.token.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All segments that are at hand, read in the order of their partitions and offsets; afterwards it knows which records they held, some 16
 * bytes each, so that what a topic still has of them can be compared. For one thread.
 */
final class SegmentArchive {
    private static final int SALT_BYTES = 16;

    private final List<Located> segments;
    private final Map<Integer, Prints> prints = new HashMap<>();
    private final byte[] salt = new byte[SALT_BYTES];

    private record Located(SegmentFolder folder, Segment segment) {}

    /** Hears what is in the segments. */
    interface Listener {
        /** Where a partition's chains stood before the first segment of it; empty if that is the beginning. */
        void begins(int partition, List<ChainHead> heads);

        /** A record. */
        void record(int partition, SegmentEntry entry);

        /** Where the chains must stand now. */
        void ends(Segment segment);

        /** A segment that is not what was exported; none of its records, or not all, were told. */
        void broken(SegmentBroken problem);
    }

    SegmentArchive(List<SegmentFolder> folders) {
        this.segments = folders.stream()
                .flatMap(folder -> folder.manifest().segments().stream().map(segment -> new Located(folder, segment)))
                .sorted(Comparator.<Located>comparingInt(
                                located -> located.segment().partition())
                        .thenComparingLong(located -> located.segment().first()))
                .toList();
        new SecureRandom().nextBytes(salt);
    }

    /** Reads them all. Of segments that were exported twice, each record is told once; where they differ, the later one is broken. */
    void read(Listener listener) throws IOException {
        Set<Integer> begun = new HashSet<>();
        for (Located located : segments) {
            Segment segment = located.segment();
            Prints known = prints.computeIfAbsent(segment.partition(), _ -> new Prints());
            if (begun.add(segment.partition())) {
                listener.begins(segment.partition(), segment.before());
            }
            boolean ahead = segment.last() > known.last();
            try {
                located.folder().read(segment, entry -> {
                    if (entry.offset() > known.last()) {
                        known.add(entry.offset(), print(entry.value().toArray()));
                        listener.record(segment.partition(), entry);
                    } else if (!holds(
                            segment.partition(), entry.offset(), entry.value().toArray())) {
                        listener.broken(new SegmentBroken(
                                SegmentBroken.Reason.DISORDER,
                                "partition " + segment.partition() + " offset " + entry.offset()
                                        + " is another record than in an earlier segment"));
                    }
                });
                if (ahead) {
                    listener.ends(segment);
                }
            } catch (SegmentBroken e) {
                listener.broken(e);
            }
        }
    }

    /** Whether the record at this offset is one of a segment's, or would be. */
    boolean spans(int partition, long offset) {
        Prints known = prints.get(partition);
        return known != null && known.count > 0 && known.offsets[0] <= offset && offset <= known.last();
    }

    /** Whether a segment has this very record. */
    boolean holds(int partition, long offset, byte[] value) {
        Prints known = prints.get(partition);
        int at = known == null ? -1 : Arrays.binarySearch(known.offsets, 0, known.count, offset);
        return at >= 0 && known.prints[at] == print(value);
    }

    /** With a salt of this run's own: nobody can make two records of one print beforehand. */
    private long print(byte[] value) {
        byte[] salted = ByteBuffer.allocate(SALT_BYTES + value.length)
                .put(salt)
                .put(value)
                .array();
        return ByteBuffer.wrap(Sha256.of(salted).bytes()).getLong();
    }

    /** The records of one partition by offset. */
    private static final class Prints {
        private long[] offsets = new long[64];
        private long[] prints = new long[64];
        private int count;

        long last() {
            return count == 0 ? -1 : offsets[count - 1];
        }

        void add(long offset, long print) {
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, 2 * count);
                prints = Arrays.copyOf(prints, 2 * count);
            }
            offsets[count] = offset;
            prints[count] = print;
            count++;
        }
    }
}
