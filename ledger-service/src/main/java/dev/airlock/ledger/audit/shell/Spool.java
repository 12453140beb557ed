package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.Twins;
import dev.airlock.road.BusUnreachable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.Optional;

/**
 * Remembers names by fingerprint and place, as many as there are and however many are the same, in the constant memory of a {@link SortedSpool}: 16 bytes
 * a name. A fingerprint is 64 bits of a hash with a salt that nobody knows beforehand, so that no stranger can choose names that share one. For one
 * thread.
 */
final class Spool implements AutoCloseable {
    private static final int ENTRY_BYTES = 2 * Long.BYTES;
    private static final int OFFSET_BITS = 48;

    /** Gets what is suspected, and may look at the records. */
    @FunctionalInterface
    interface Groups {
        void group(Twins.Group group) throws BusUnreachable;
    }

    private final MessageDigest digest;
    private final byte[] salt;
    private final SortedSpool entries;

    /**
     * @param scratch gets a file when the first is needed
     * @param salt some 16 bytes that nobody could know
     */
    Spool(Scratch scratch, byte[] salt) {
        this.entries = new SortedSpool(scratch);
        this.salt = salt.clone();
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** A name's fingerprint under a salt. */
    private long fingerprint(String name) {
        digest.update(salt);
        return ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    /** Remembers that the record at this place has this name. */
    void add(String name, int partition, long offset) {
        entries.add(ByteBuffer.allocate(ENTRY_BYTES)
                .putLong(fingerprint(name))
                .putLong(place(partition, offset))
                .array());
    }

    static long place(int partition, long offset) {
        return ((long) partition << OFFSET_BITS) | offset;
    }

    static int partition(long place) {
        return (int) (place >>> OFFSET_BITS);
    }

    static long offset(long place) {
        return place & ((1L << OFFSET_BITS) - 1);
    }

    /**
     * Hands on the places of each fingerprint that was there more than once. Nothing may be added afterwards.
     *
     * @param most how many places come at once beside the first, which comes each time
     */
    void groups(int most, Groups each) throws BusUnreachable {
        var twins = new Twins(most);
        for (Iterator<byte[]> sorted = entries.sorted(); sorted.hasNext(); ) {
            ByteBuffer entry = ByteBuffer.wrap(sorted.next());
            hand(twins.next(entry.getLong(), entry.getLong()), each);
        }
        hand(twins.end(), each);
    }

    private static void hand(Optional<Twins.Group> group, Groups each) throws BusUnreachable {
        if (group.isPresent()) {
            each.group(group.get());
        }
    }

    /** How many names are on the heap, and how many sorted runs there are. */
    int held() {
        return entries.held();
    }

    /** How many files are open. */
    int files() {
        return entries.files();
    }

    @Override
    public void close() {
        entries.close();
    }
}
