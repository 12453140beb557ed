package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import java.lang.foreign.MemorySegment;

/** Where the bytes of a call come from or go to, one after the other. */
interface Pieces {
    /** How many more there may be. */
    long remaining();

    /** The next bytes, as many as there are but no more than {@code most}. */
    byte[] take(int most) throws BadAddress;

    /** Puts bytes there, no more than {@link #remaining}. */
    void put(MemorySegment bytes) throws BadAddress;

    /** Throws unless the next {@code bytes} can be put. */
    void checkWritable(long bytes) throws BadAddress;
}
