package dev.airlock.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** An anonymous file in memory. Any thread; closing it leaves its mappings alone. */
public final class Memfd implements AutoCloseable {
    // include/uapi/linux/memfd.h, v6.12.
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    // include/uapi/linux/fcntl.h, v6.12.
    private static final int F_ADD_SEALS = 1024 + 9;
    private static final int F_SEAL_SEAL = 0x1;
    private static final int F_SEAL_SHRINK = 0x2;
    private static final int F_SEAL_GROW = 0x4;
    private static final int F_SEAL_WRITE = 0x8;

    private final Descriptor descriptor;
    private final long bytes;

    private Memfd(Descriptor descriptor, long bytes) {
        this.descriptor = descriptor;
        this.bytes = bytes;
    }

    /**
     * A new file of zeros.
     *
     * @param name what /proc shows
     * @param bytes its size, a multiple of the page size
     */
    public static Memfd create(String name, long bytes) throws Errno {
        Descriptor descriptor = new Descriptor(Libc.memfdCreate(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
        try {
            Libc.ftruncate(descriptor.number(), bytes);
        } catch (Errno e) {
            descriptor.close();
            throw e;
        }
        return new Memfd(descriptor, bytes);
    }

    /** Maps the whole file; writes reach the file. The arena unmaps it. */
    public MemorySegment mapShared(Arena arena) throws Errno {
        return HostMemory.map(descriptor.number(), bytes, HostMemory.MAP_SHARED, arena);
    }

    /** Maps the whole file; writes stay in this mapping. The arena unmaps it. */
    public MemorySegment mapPrivate(Arena arena) throws Errno {
        return HostMemory.map(descriptor.number(), bytes, HostMemory.MAP_PRIVATE | HostMemory.MAP_NORESERVE, arena);
    }

    /** Maps the whole file, to be read only. The arena unmaps it. */
    public MemorySegment mapToRead(Arena arena) throws Errno {
        // Private, since before Linux 6.7 a file sealed against writing cannot be mapped shared at all.
        MemorySegment mapping =
                HostMemory.map(descriptor.number(), bytes, HostMemory.MAP_PRIVATE | HostMemory.MAP_NORESERVE, arena);
        HostMemory.protect(mapping, HostMemory.PROT_READ);
        return mapping.asReadOnly();
    }

    /**
     * Freezes content and size for ever. A private mapping follows later changes of its file, so a file that forks
     * share must not change.
     *
     * @throws Errno EBUSY while a shared writable mapping exists
     */
    public void seal() throws Errno {
        int seals = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
        Libc.fcntl(descriptor.number(), F_ADD_SEALS, seals);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
