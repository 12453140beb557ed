package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;

/** An open file description: shared by the descriptors that were duplicated from one another. */
final class Description {
    // include/uapi/asm-generic/fcntl.h, v6.12.
    static final int O_ACCMODE = 3;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_APPEND = 02000;
    static final int O_NONBLOCK = 04000;
    static final int O_PATH = 010000000;

    /** What F_SETFL may change: these, O_DIRECT, O_ASYNC and O_NOATIME, of which the last three mean nothing here. */
    static final int SETTABLE = O_APPEND | O_NONBLOCK | 040000 | 020000 | 01000000;

    final Channel channel;
    private int flags;
    private int references;
    long position;

    /** @param flags as open got them, without those that count at opening only */
    Description(Channel channel, int flags) {
        this.channel = channel;
        this.flags = flags;
    }

    Description copy(Copies copies) {
        if (copies.get(this) instanceof Description known) {
            return known;
        }
        Description copy = new Description(channelOf(copies), flags);
        copy.references = references;
        copy.position = position;
        copies.put(this, copy);
        return copy;
    }

    private Channel channelOf(Copies copies) {
        if (copies.get(channel) instanceof Channel known) {
            return known;
        }
        Channel copy = channel.copy(copies);
        copies.put(channel, copy);
        return copy;
    }

    int flags() {
        return flags;
    }

    void settable(int next) {
        flags = (flags & ~SETTABLE) | (next & SETTABLE);
    }

    boolean reads() {
        return (flags & O_ACCMODE) != O_WRONLY && (flags & O_PATH) == 0;
    }

    boolean writes() {
        int mode = flags & O_ACCMODE;
        return (mode == O_WRONLY || mode == O_RDWR) && (flags & O_PATH) == 0;
    }

    boolean appends() {
        return (flags & O_APPEND) != 0;
    }

    boolean waits() {
        return (flags & O_NONBLOCK) == 0;
    }

    /** One more descriptor. */
    void taken() {
        if (references++ == 0) {
            channel.opened();
        }
    }

    /** One less. */
    void left() {
        if (--references == 0) {
            channel.closed();
        }
    }

    boolean isOpen() {
        return references > 0;
    }
}
