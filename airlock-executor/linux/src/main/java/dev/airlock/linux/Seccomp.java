package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** Filters on the system calls of this process. Source: Documentation/userspace-api/seccomp_filter.rst, v6.12. */
public final class Seccomp {
    // include/uapi/linux/seccomp.h, v6.12.
    static final int SECCOMP_SET_MODE_FILTER = 1;
    static final int SECCOMP_GET_ACTION_AVAIL = 2;
    static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    static final int SECCOMP_RET_LOG = 0x7FFC_0000;

    /** arch/x86/entry/syscalls/syscall_64.tbl, v6.12. */
    static final long SYS_SECCOMP = 317;

    // long syscall(SYS_seccomp, unsigned int operation, unsigned int flags, void *args)
    private static final MethodHandle SECCOMP = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS),
            Linker.Option.firstVariadicArg(1));

    private Seccomp() {}

    /**
     * Puts a filter on every thread of this process, now and for ever; it counts beside those that are there, and the
     * strictest answer wins. Never on a thread that is to go back to doing something else.
     *
     * <p>Preconditions: no_new_privs is set on the calling thread.
     *
     * @throws Errno EACCES without no_new_privs; EINVAL for a program that the kernel refuses; ESRCH when a thread
     *     has a filter of its own, and then no thread got this one
     */
    public static void installOnAllThreads(List<SockFilter> program) throws Errno {
        long thread;
        try (Arena arena = Arena.ofConfined()) {
            thread = seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, SockFprog.of(program, arena));
        }
        if (Native.check("seccomp SET_MODE_FILTER", thread) > 0) {
            throw new Errno("seccomp SET_MODE_FILTER: thread " + thread + " has another filter", Errno.ESRCH);
        }
    }

    /** Whether this kernel can let a call through and write it to its log. */
    public static boolean canLog() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment action = arena.allocateFrom(JAVA_INT, SECCOMP_RET_LOG);
            return seccomp(SECCOMP_GET_ACTION_AVAIL, 0, action) == 0;
        }
    }

    private static long seccomp(int operation, int flags, MemorySegment argument) {
        try {
            return (long) SECCOMP.invokeExact(Native.state(), SYS_SECCOMP, operation, flags, argument);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
    }
}
