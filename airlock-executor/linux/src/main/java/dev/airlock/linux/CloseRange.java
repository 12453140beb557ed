package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** close_range: every open descriptor of this process at once. As a raw system call, for C libraries before 2.34. */
public final class CloseRange {
    /** arch/x86/entry/syscalls/syscall_64.tbl, v6.12. */
    static final long SYS_CLOSE_RANGE = 436;

    /** include/uapi/linux/close_range.h, v6.12; since Linux 5.11. */
    static final int CLOSE_RANGE_CLOEXEC = 4;

    private static final int LAST = -1;

    // long syscall(SYS_close_range, unsigned int first, unsigned int last, unsigned int flags)
    private static final MethodHandle CLOSE_RANGE = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

    private CloseRange() {}

    /** An execve closes every descriptor from {@code first} on. */
    public static void closeOnExecFrom(int first) throws Errno {
        long result;
        try {
            result = (long) CLOSE_RANGE.invokeExact(Native.state(), SYS_CLOSE_RANGE, first, LAST, CLOSE_RANGE_CLOEXEC);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("close_range", result);
    }
}
