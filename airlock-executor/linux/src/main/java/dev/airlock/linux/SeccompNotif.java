package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * struct seccomp_notif: a system call that somebody waits in until it is answered. Source: include/uapi/linux/seccomp.h, v6.12. For the
 * thread of its arena.
 */
public final class SeccompNotif {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("id"),
            JAVA_INT.withName("pid"),
            JAVA_INT.withName("flags"),
            SeccompCall.LAYOUT.withName("data"));

    private static final long PID = offset("pid");
    private static final long DATA = offset("data");
    private static final long ARCHITECTURE = DATA + SeccompCall.LAYOUT.byteOffset(PathElement.groupElement("arch"));
    private static final long ARGUMENTS = DATA + SeccompCall.LAYOUT.byteOffset(PathElement.groupElement("args"));

    private final MemorySegment segment;

    public SeccompNotif(Arena arena) {
        this.segment = arena.allocate(LAYOUT);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(PathElement.groupElement(field));
    }

    MemorySegment segment() {
        return segment;
    }

    long id() {
        return segment.get(JAVA_LONG, 0);
    }

    /** The thread's number, as our own process numbers processes; 0 if we cannot see it. */
    public int thread() {
        return segment.get(JAVA_INT, PID);
    }

    /** The call's number; any number, and one of an architecture. */
    public int call() {
        return segment.get(JAVA_INT, DATA);
    }

    /** AUDIT_ARCH_*, {@code 0xC000003E} for x86-64. */
    public int architecture() {
        return segment.get(JAVA_INT, ARCHITECTURE);
    }

    /** An argument as the register held it; a pointer is an address of another process, whose memory may change at any time. */
    public long argument(int index) {
        if (index < 0 || index > 5) {
            throw new IllegalArgumentException("argument " + index + "; a call has 0 to 5");
        }
        return segment.get(JAVA_LONG, ARGUMENTS + (long) index * Long.BYTES);
    }
}
