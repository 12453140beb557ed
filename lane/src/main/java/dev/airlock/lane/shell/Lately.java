package dev.airlock.lane.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;

/**
 * Which intents have their tokens, by the prints of their keys, each until its time. Nothing is forgotten before that. Who
 * adds more than there is room for closes it until the time of what did not fit. It takes 22 to 43 bytes for each intent, and nothing for
 * those to come. For one thread at a time.
 */
final class Lately {
    /** Those whose time ends in the same part of this length are forgotten together, at its end. */
    private static final long PART_MILLIS = Duration.ofSeconds(30).toMillis();

    private final int most;
    private final TreeMap<Long, Prints> parts = new TreeMap<>();
    private int size;
    private Instant forgotten = Instant.MIN;
    private Instant closedUntil = Instant.MIN;

    /** @param most how many it holds */
    Lately(int most) {
        this.most = most;
    }

    /** Open addressing, two longs for each; the second of an empty place is 0. */
    private static final class Prints {
        private long[] places = new long[2 * 64];
        private int size;

        boolean holds(Print print) {
            return places[placeOf(print, places) + 1] != 0;
        }

        /** Whether it was not there. */
        boolean add(Print print) {
            int place = placeOf(print, places);
            if (places[place + 1] != 0) {
                return false;
            }
            places[place] = print.high();
            places[place + 1] = print.low();
            size++;
            if (size > places.length / 8 * 3) {
                grow();
            }
            return true;
        }

        private void grow() {
            long[] wider = new long[places.length * 2];
            for (int i = 0; i < places.length; i += 2) {
                if (places[i + 1] != 0) {
                    int place = placeOf(new Print(places[i], places[i + 1]), wider);
                    wider[place] = places[i];
                    wider[place + 1] = places[i + 1];
                }
            }
            places = wider;
        }

        /** Where it is, or where it would be. */
        private static int placeOf(Print print, long[] places) {
            int last = places.length - 2;
            int place = (int) print.high() << 1 & last;
            while (places[place + 1] != 0 && (places[place] != print.high() || places[place + 1] != print.low())) {
                place = place + 2 & last;
            }
            return place;
        }
    }

    /** Whether it is there. */
    boolean holds(Print print) {
        return parts.values().stream().anyMatch(part -> part.holds(print));
    }

    /** Whether there is no room for one more beside {@code others} that will come. */
    boolean isFull(int others, Instant now) {
        forgetUntil(now);
        return size + others >= most || now.isBefore(closedUntil);
    }

    /** Adds one until then; if there is no room, nothing more is let in until then. */
    void add(Print print, Instant until, Instant now) {
        forgetUntil(now);
        if (!until.isAfter(now)) {
            forgets(until);
            return;
        }
        long part = Math.floorDiv(until.toEpochMilli(), PART_MILLIS) + 1;
        if (parts.tailMap(part, true).values().stream().anyMatch(later -> later.holds(print))) {
            return;
        }
        if (size >= most) {
            closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
        } else if (parts.computeIfAbsent(part, _ -> new Prints()).add(print)) {
            size++;
        }
    }

    /** What was to be held until then or a shorter time may be forgotten. Behind the clock, unless that was set back. */
    Instant forgotten() {
        return forgotten;
    }

    int size() {
        return size;
    }

    private void forgetUntil(Instant now) {
        while (!parts.isEmpty() && parts.firstKey() * PART_MILLIS <= now.toEpochMilli()) {
            var first = parts.pollFirstEntry();
            size -= first.getValue().size;
            forgets(Instant.ofEpochMilli(first.getKey() * PART_MILLIS));
        }
    }

    private void forgets(Instant until) {
        forgotten = until.isAfter(forgotten) ? until : forgotten;
    }
}
