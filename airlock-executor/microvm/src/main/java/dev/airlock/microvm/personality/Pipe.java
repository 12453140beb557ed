package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;

/** The bytes between the two ends of a pipe. */
final class Pipe {
    /** As Linux has it: sixteen pages. */
    static final int CAPACITY = 1 << 16;

    /** What is written whole or not at all. Source: include/uapi/linux/limits.h, PIPE_BUF. */
    static final int WHOLE = 4096;

    private byte[] bytes = new byte[0];
    private int first;
    private int count;
    private long changes;
    int readers;
    int writers;

    Pipe copy(Copies copies) {
        if (copies.get(this) instanceof Pipe known) {
            return known;
        }
        Pipe copy = new Pipe();
        copy.bytes = bytes.clone();
        copy.first = first;
        copy.count = count;
        copy.changes = changes;
        copy.readers = readers;
        copy.writers = writers;
        copies.put(this, copy);
        return copy;
    }

    int count() {
        return count;
    }

    int room() {
        return CAPACITY - count;
    }

    long changes() {
        return changes;
    }

    void touched() {
        changes++;
    }

    /** Takes no more than there is room for. */
    void add(byte[] more) {
        if (bytes.length == 0) {
            bytes = new byte[CAPACITY];
        }
        for (byte one : more) {
            bytes[(first + count++) % CAPACITY] = one;
        }
        changes++;
    }

    /** The next bytes, which stay until {@link #drop}. */
    byte[] peek(int most) {
        byte[] next = new byte[Math.min(most, count)];
        for (int i = 0; i < next.length; i++) {
            next[i] = bytes[(first + i) % CAPACITY];
        }
        return next;
    }

    void drop(int gone) {
        first = (first + gone) % CAPACITY;
        count -= gone;
        changes++;
    }
}
