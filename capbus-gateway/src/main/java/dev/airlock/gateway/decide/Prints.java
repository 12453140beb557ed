package dev.airlock.gateway.decide;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Prints of 16 bytes, each with 8 bytes that belong to it and a time, in the order in which they came; the oldest can go. All of it is two arrays, so that
 * as many as there are intents in a month fit a small heap.
 *
 * <p>The entries are a ring, and a table of their places, at most half full, finds them: a print is a digest's, so its bits are a hash already. For one
 * thread.
 */
final class Prints {
    /**
     * What one takes at worst: four numbers, four slots of the table, and a half more of both, since room is made before it is needed. While room is made,
     * the former arrays are there too.
     */
    static final int BYTES_EACH_MAX = (4 * Long.BYTES + 4 * Integer.BYTES) * 3 / 2;

    private static final int NUMBERS = 4;
    private static final int LEAST = 16;
    private static final int NOBODY = 0;

    /** Of each entry: the print's two halves, what belongs to it, its time. */
    private long[] entries = new long[NUMBERS * LEAST];
    /** One more than an entry's place in the ring, or {@link #NOBODY}. */
    private int[] table = new int[4 * LEAST];

    private int capacity = LEAST;
    private int oldest;
    private int size;

    int size() {
        return size;
    }

    /** The place of a print, until the next change; empty if it is not here. */
    OptionalInt find(long high, long low) {
        int found = table[slot(high, low)];
        return found == NOBODY ? OptionalInt.empty() : OptionalInt.of(found - 1);
    }

    /** What belongs to the print at a place. */
    long belonging(int place) {
        return entries[NUMBERS * place + 2];
    }

    /** The time of the oldest; there must be one. */
    long oldestTime() {
        return entries[NUMBERS * oldest + 3];
    }

    /** Adds a print that is not here. */
    void add(long high, long low, long belonging, long time) {
        if (size == capacity) {
            grow();
        }
        int place = (oldest + size) % capacity;
        int at = NUMBERS * place;
        entries[at] = high;
        entries[at + 1] = low;
        entries[at + 2] = belonging;
        entries[at + 3] = time;
        table[slot(high, low)] = place + 1;
        size++;
    }

    /** Lets the oldest go; there must be one. */
    void dropOldest() {
        int at = NUMBERS * oldest;
        empty(slot(entries[at], entries[at + 1]));
        oldest = (oldest + 1) % capacity;
        size--;
    }

    /** The slot in which a print is, or in which it would be. */
    private int slot(long high, long low) {
        int slot = home(low);
        while (table[slot] != NOBODY && !isAt(table[slot] - 1, high, low)) {
            slot = next(slot);
        }
        return slot;
    }

    private boolean isAt(int place, long high, long low) {
        return entries[NUMBERS * place] == high && entries[NUMBERS * place + 1] == low;
    }

    private int home(long low) {
        return (int) low & (table.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (table.length - 1);
    }

    /** Empties a slot, and moves up who would not be found any more behind an empty one. */
    private void empty(int slot) {
        int hole = slot;
        for (int at = next(slot); table[at] != NOBODY; at = next(at)) {
            int home = home(entries[NUMBERS * (table[at] - 1) + 1]);
            int fromHome = (at - home) & (table.length - 1);
            int fromHole = (at - hole) & (table.length - 1);
            if (fromHome >= fromHole) {
                table[hole] = table[at];
                hole = at;
            }
        }
        table[hole] = NOBODY;
    }

    private void grow() {
        long[] more = new long[NUMBERS * (capacity + capacity / 2)];
        int untilEnd = NUMBERS * (capacity - oldest);
        System.arraycopy(entries, NUMBERS * oldest, more, 0, untilEnd);
        System.arraycopy(entries, 0, more, untilEnd, NUMBERS * oldest);
        entries = more;
        capacity = more.length / NUMBERS;
        oldest = 0;
        if (table.length < 2 * capacity) {
            table = new int[2 * table.length];
        } else {
            Arrays.fill(table, NOBODY);
        }
        for (int place = 0; place < size; place++) {
            table[slot(entries[NUMBERS * place], entries[NUMBERS * place + 1])] = place + 1;
        }
    }
}
