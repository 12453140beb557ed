package dev.airlock.road;

import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The commit metadata of a partition whose records finish out of order: {@code 1:BITS:HEAD}. Bit n of BITS (base64url, least
 * significant bit of the first byte first) says that the record n after the committed offset is finished; HEAD is the owner's mark.
 *
 * @param done finished offsets, none below the committed one, none {@link #SPAN} or more above it
 */
record Mark(NavigableSet<Long> done, String head) {
    /** So many offsets beyond the committed one can be told: 3,000 characters of the 4096 that Kafka keeps. */
    static final int SPAN = 18_000;

    private static final String VERSION = "1:";

    Mark {
        done = java.util.Collections.unmodifiableNavigableSet(new TreeSet<>(done));
    }

    static Mark of(Collection<Long> done, String head) {
        return new Mark(new TreeSet<>(done), head);
    }

    String encode(long committed) {
        BitSet bits = new BitSet();
        for (long offset : done) {
            long distance = offset - committed;
            if (distance < 0 || distance >= SPAN) {
                throw new IllegalArgumentException(
                        "offset " + offset + " is not within " + SPAN + " of the committed " + committed);
            }
            bits.set((int) distance);
        }
        return VERSION + Base64.getUrlEncoder().withoutPadding().encodeToString(bits.toByteArray()) + ":" + head;
    }

    /** @throws IllegalArgumentException if the metadata are not ours */
    static Mark decode(CommittedAt at) {
        String metadata = at.metadata();
        if (metadata.isEmpty()) {
            return of(new TreeSet<>(), "");
        }
        int end = metadata.indexOf(':', VERSION.length());
        if (!metadata.startsWith(VERSION) || end < 0) {
            throw new IllegalArgumentException("the commit metadata '" + metadata
                    + "' are not this version's; another program commits for the group, or a newer one did");
        }
        NavigableSet<Long> done = new TreeSet<>();
        BitSet.valueOf(Base64.getUrlDecoder().decode(metadata.substring(VERSION.length(), end))).stream()
                .forEach(distance -> done.add(at.offset() + distance));
        return new Mark(done, metadata.substring(end + 1));
    }
}
