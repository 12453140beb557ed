package dev.airlock.ledger.audit.shell;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/**
 * Entries of one length that are looked up by their order, as many as there are, in constant memory. Filled by one thread, and asked by any number
 * once {@link #seal} was called; a question reads as many entries as their number has digits in base two.
 */
final class SortedTable implements AutoCloseable {
    private static final int HELD_BYTES = 256 << 10;

    private final int entryBytes;
    private final SortedSpool unsorted;
    private final Pile sorted;

    /** @param scratch gets files when they are needed */
    SortedTable(Scratch scratch, int entryBytes) {
        this.entryBytes = entryBytes;
        this.unsorted = new SortedSpool(scratch);
        this.sorted = new Pile(scratch, HELD_BYTES);
    }

    /** One more. */
    void add(byte[] entry) {
        if (entry.length != entryBytes) {
            throw new IllegalArgumentException("an entry has " + entryBytes + " bytes, and this " + entry.length);
        }
        unsorted.add(entry);
    }

    /** Nothing is added any more. */
    void seal() {
        for (Iterator<byte[]> entries = unsorted.sorted(); entries.hasNext(); ) {
            sorted.add(entries.next());
        }
        sorted.seal();
        unsorted.close();
    }

    /** The greatest entry that is not above {@code key}. */
    Optional<byte[]> floor(byte[] key) {
        long above = firstAbove(key);
        return above == 0 ? Optional.empty() : Optional.of(entry(above - 1));
    }

    /** The smallest entry that is above {@code key}. */
    Optional<byte[]> above(byte[] key) {
        long above = firstAbove(key);
        return above == size() ? Optional.empty() : Optional.of(entry(above));
    }

    private long firstAbove(byte[] key) {
        long low = 0;
        long high = size();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(entry(middle), key) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long size() {
        return sorted.end() / entryBytes;
    }

    private byte[] entry(long number) {
        return sorted.read(number * entryBytes, entryBytes);
    }

    /** Whether there is a file. */
    boolean spilt() {
        return sorted.spilt();
    }

    /** How many entries and bytes of the heap it takes. */
    int held() {
        return unsorted.held() + sorted.held();
    }

    @Override
    public void close() {
        unsorted.close();
        sorted.close();
    }
}
