package dev.airlock.ledger.audit.decide;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds equal fingerprints among many that come in their order. A fingerprint stands for something by 64 bits of its hash, so equal ones are a suspicion
 * only: whoever asks looks at the records themselves. Memory: the places of one part of a group. For one thread.
 */
public final class Twins {
    private final long[] places;
    private int held;
    private long fingerprint;

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
    }

    /** @param most how many places are in a part of a group beside the first, at least 1 */
    public Twins(int most) {
        this.places = new long[most + 1];
    }

    /**
     * The next one; those of one fingerprint come beside one another, in the order of their places.
     *
     * @return a group, or a part of one, that is whole by now; each part of a group begins with the first place of all
     */
    public Optional<Group> next(long print, long place) {
        Optional<Group> whole = held == places.length || print != fingerprint ? end() : Optional.empty();
        if (print != fingerprint) {
            held = 0;
        }
        fingerprint = print;
        places[held++] = place;
        return whole;
    }

    /** There are no more; what is left. */
    public Optional<Group> end() {
        if (held < 2) {
            return Optional.empty();
        }
        var group = new Group(Arrays.copyOf(places, held));
        held = 1;
        return Optional.of(group);
    }
}
