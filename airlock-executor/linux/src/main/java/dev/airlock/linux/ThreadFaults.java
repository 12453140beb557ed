package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/**
 * How many page faults the kernel has resolved on the calling thread: its own, and those of a guest that runs on it, which KVM resolves in
 * the same place ({@code mm_account_fault} in mm/memory.c, v6.12). For the thread whose arena it was made in. Source: getrusage(2).
 */
public final class ThreadFaults {
    /** struct rusage. Source: include/uapi/linux/resource.h, v6.12. */
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(4, JAVA_LONG).withName("times"),
            MemoryLayout.sequenceLayout(4, JAVA_LONG).withName("sizes"),
            JAVA_LONG.withName("ru_minflt"),
            JAVA_LONG.withName("ru_majflt"),
            MemoryLayout.sequenceLayout(8, JAVA_LONG).withName("others"));

    static final int RUSAGE_THREAD = 1;

    private static final long MINOR = LAYOUT.byteOffset(PathElement.groupElement("ru_minflt"));
    private static final long MAJOR = LAYOUT.byteOffset(PathElement.groupElement("ru_majflt"));

    // int getrusage(int who, struct rusage *usage)
    private static final MethodHandle GETRUSAGE =
            Native.bind("getrusage", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private final MemorySegment usage;

    /** @param arena keeps what the kernel fills in */
    public ThreadFaults(Arena arena) {
        usage = arena.allocate(LAYOUT);
    }

    /** All of them since the thread began, those that took a read from disk too. */
    public long count() throws Errno {
        int result;
        try {
            result = (int) GETRUSAGE.invokeExact(Native.state(), RUSAGE_THREAD, usage);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("getrusage", result);
        return usage.get(JAVA_LONG, MINOR) + usage.get(JAVA_LONG, MAJOR);
    }
}
