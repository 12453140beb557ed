package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** This process's own mappings: mmap, munmap, mprotect, madvise. Any thread. */
public final class HostMemory {
    // include/uapi/asm-generic/mman-common.h, v6.12.
    public static final int PROT_READ = 1;
    public static final int PROT_WRITE = 2;
    public static final int MADV_DONTNEED = 4;
    public static final int MADV_REMOVE = 9;
    public static final int MADV_DONTFORK = 10;
    public static final int MADV_NOHUGEPAGE = 15;
    public static final int MADV_DONTDUMP = 16;
    public static final int MADV_PAGEOUT = 21;
    public static final int MADV_POPULATE_READ = 22;
    public static final int MADV_POPULATE_WRITE = 23;

    static final int MAP_SHARED = 0x01;
    static final int MAP_PRIVATE = 0x02;
    static final int MAP_NORESERVE = 0x4000;

    // void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset)
    private static final MethodHandle MMAP = Native.bind(
            "mmap", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    // int munmap(void *address, size_t length)
    private static final MethodHandle MUNMAP =
            Native.bind("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    // int mprotect(void *address, size_t length, int protection)
    private static final MethodHandle MPROTECT =
            Native.bind("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    // int madvise(void *address, size_t length, int advice)
    private static final MethodHandle MADVISE =
            Native.bind("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    /** MLOCK_ONFAULT: pages are kept in memory from their first use on, and none is brought in for it. */
    private static final int MLOCK_ONFAULT = 1;

    // int mlock2(const void *address, size_t length, unsigned int flags)
    private static final MethodHandle MLOCK2 =
            Native.bind("mlock2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

    private HostMemory() {}

    /**
     * Maps the first {@code bytes} of a file, readable and writable, until {@code arena} closes.
     *
     * @param flags {@code MAP_SHARED} or {@code MAP_PRIVATE}, with {@code MAP_NORESERVE} if wanted
     */
    static MemorySegment map(int fd, long bytes, int flags, Arena arena) throws Errno {
        long address;
        try {
            address = (long)
                    MMAP.invokeExact(Native.state(), MemorySegment.NULL, bytes, PROT_READ | PROT_WRITE, flags, fd, 0L);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("mmap", address);
        return Native.memory(address, bytes, arena, HostMemory::unmap);
    }

    /** Called once by the arena; unmapping a whole mapping that exists cannot fail. */
    private static void unmap(MemorySegment mapping) {
        int result;
        try {
            result = (int) MUNMAP.invokeExact(Native.state(), mapping, mapping.byteSize());
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        if (result != 0) {
            throw new AssertionError("munmap refused a mapping of ours");
        }
    }

    /**
     * Changes what this process may do with whole pages of a mapping.
     *
     * @param protection any of {@code PROT_READ | PROT_WRITE}
     */
    public static void protect(MemorySegment pages, int protection) throws Errno {
        int result;
        try {
            result = (int) MPROTECT.invokeExact(Native.state(), pages, pages.byteSize(), protection);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("mprotect", result);
    }

    /** Tells the kernel how whole pages of a mapping are going to be used: one of the {@code MADV_} constants. */
    public static void advise(MemorySegment pages, int advice) throws Errno {
        int result;
        try {
            result = (int) MADVISE.invokeExact(Native.state(), pages, pages.byteSize(), advice);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("madvise", result);
    }

    /**
     * Keeps the pages of a mapping out of swap, each from its first use on.
     *
     * @throws Errno ENOMEM or EPERM when RLIMIT_MEMLOCK forbids it
     */
    public static void lockOnFault(MemorySegment pages) throws Errno {
        int result;
        try {
            result = (int) MLOCK2.invokeExact(Native.state(), pages, pages.byteSize(), MLOCK_ONFAULT);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("mlock2", result);
    }
}
