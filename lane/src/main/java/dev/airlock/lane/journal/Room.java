package dev.airlock.lane.journal;

/** Bytes in a journal that are set aside for somebody; what he does not use he gives back. One thread at a time. */
public final class Room implements AutoCloseable {
    private final Journal journal;
    private long left;

    Room(Journal journal, long bytes) {
        this.journal = journal;
        this.left = bytes;
    }

    /** @throws IllegalStateException if more is used than was set aside */
    void use(long bytes) {
        if (bytes > left) {
            throw new IllegalStateException("a record of " + bytes + " bytes, and room for " + left + " was reserved");
        }
        left -= bytes;
    }

    @Override
    public void close() {
        journal.giveBack(left);
        left = 0;
    }
}
