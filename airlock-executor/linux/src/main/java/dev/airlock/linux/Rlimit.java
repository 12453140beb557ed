package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/** struct rlimit and setrlimit: bounds of this whole process. Source: include/uapi/asm-generic/resource.h, v6.12. */
public final class Rlimit {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_LONG.withName("rlim_cur"), JAVA_LONG.withName("rlim_max"));

    /** RLIMIT_FSIZE: bytes of a file that this process writes. */
    public static final int FILE_BYTES = 1;

    /** RLIMIT_CORE: bytes of a core dump. */
    public static final int CORE_BYTES = 4;

    /** RLIMIT_NPROC: threads of this user. */
    public static final int THREADS = 6;

    /** RLIMIT_NOFILE: open files. */
    public static final int OPEN_FILES = 7;

    // int setrlimit(int resource, const struct rlimit *limit)
    private static final MethodHandle SETRLIMIT =
            Native.bind("setrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
    // int getrlimit(int resource, struct rlimit *limit)
    private static final MethodHandle GETRLIMIT =
            Native.bind("getrlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

    private Rlimit() {}

    /** Lowers both limits to {@code most}; one that is lower already stays. */
    public static void lower(int resource, long most) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(LAYOUT);
            call("getrlimit " + resource, GETRLIMIT, resource, limit);
            long least = Long.compareUnsigned(limit.getAtIndex(JAVA_LONG, 1), most) < 0
                    ? limit.getAtIndex(JAVA_LONG, 1)
                    : most;
            limit.setAtIndex(JAVA_LONG, 0, least);
            limit.setAtIndex(JAVA_LONG, 1, least);
            call("setrlimit " + resource, SETRLIMIT, resource, limit);
        }
    }

    private static void call(String name, MethodHandle function, int resource, MemorySegment limit) throws Errno {
        int result;
        try {
            result = (int) function.invokeExact(Native.state(), resource, limit);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check(name, result);
    }
}
