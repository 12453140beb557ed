package dev.airlock.ledger.audit.decide;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds equal fingerprints in a bucket of them. A fingerprint stands for something by 64 bits of its hash, so equal ones are a suspicion only:
 * whoever asks looks at the records themselves.
 */
public final class Twins {
    /** Longs of one entry: the fingerprint, and where it is from. */
    public static final int ENTRY = 2;

    private Twins() {}

    /** Two or more places of one fingerprint, the smallest first. */
    public static final class Group {
        private final long[] places;

        private Group(long[] places) {
            this.places = places;
        }

        /** The places; not a copy, and nobody changes them. */
        public long[] places() {
            return places;
        }

        /** The same in parts of at most {@code most} places and one more: each begins with the first place of all. */
        public List<Group> parts(int most) {
            List<Group> parts = new ArrayList<>();
            for (int from = 1; from < places.length; from += most) {
                long[] part = Arrays.copyOfRange(places, from - 1, Math.min(places.length, from + most));
                part[0] = places[0];
                parts.add(new Group(part));
            }
            return parts;
        }
    }

    /**
     * The groups of two or more.
     *
     * @param entries fingerprint and place in turn; sorted in place
     * @param count how many entries there are
     */
    public static List<Group> in(long[] entries, int count) {
        sort(entries, 0, count - 1);
        List<Group> groups = new ArrayList<>();
        int begin = 0;
        for (int at = 1; at <= count; at++) {
            if (at == count || entries[at * ENTRY] != entries[begin * ENTRY]) {
                if (at - begin > 1) {
                    groups.add(group(entries, begin, at));
                }
                begin = at;
            }
        }
        return groups;
    }

    private static Group group(long[] entries, int begin, int end) {
        long[] places = new long[end - begin];
        for (int at = begin; at < end; at++) {
            places[at - begin] = entries[at * ENTRY + 1];
        }
        Arrays.sort(places);
        return new Group(places);
    }

    /** Quicksort with three parts, since equal fingerprints are what is looked for; fingerprints are even, so the middle one will do. */
    private static void sort(long[] entries, int from, int to) {
        int low = from;
        int high = to;
        while (low < high) {
            long pivot = entries[((low + high) >>> 1) * ENTRY];
            int less = low;
            int greater = high;
            int at = low;
            while (at <= greater) {
                int order = Long.compare(entries[at * ENTRY], pivot);
                if (order < 0) {
                    swap(entries, at++, less++);
                } else if (order > 0) {
                    swap(entries, at, greater--);
                } else {
                    at++;
                }
            }
            if (less - low < high - greater) {
                sort(entries, low, less - 1);
                low = greater + 1;
            } else {
                sort(entries, greater + 1, high);
                high = less - 1;
            }
        }
    }

    private static void swap(long[] entries, int one, int other) {
        for (int part = 0; part < ENTRY; part++) {
            long kept = entries[one * ENTRY + part];
            entries[one * ENTRY + part] = entries[other * ENTRY + part];
            entries[other * ENTRY + part] = kept;
        }
    }
}
