package dev.airlock.microvm.personality;

import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.GuestMemory;
import java.util.ArrayList;
import java.util.List;

/** struct iovec arrays, copied out of the guest before anything is written into it. include/uapi/linux/uio.h. */
final class Vectors {
    private static final int MOST = 1024;
    private static final int BYTES = 16;

    /** One piece of a scattered read or write. */
    record Vector(long address, long bytes) {}

    private Vectors() {}

    /** Whether {@code count} is one that Linux takes: UIO_MAXIOV. */
    static boolean isCount(long count) {
        return count >= 0 && count <= MOST;
    }

    static List<Vector> read(GuestMemory memory, long address, long count) throws BadAddress {
        List<Vector> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = address + (long) i * BYTES;
            vectors.add(new Vector(memory.readLong(at), memory.readLong(at + Long.BYTES)));
        }
        return vectors;
    }
}
