package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Signals of single threads: gettid, getpid, tgkill, pthread_sigmask, sigtimedwait. */
final class Signals {
    /** glibc's sigset_t: 1024 bits. Source: bits/types/__sigset_t.h, glibc 2.36. */
    static final MemoryLayout SIGSET = MemoryLayout.sequenceLayout(16, JAVA_LONG);

    // include/uapi/asm-generic/signal-defs.h, v6.12.
    private static final int SIG_BLOCK = 0;
    private static final int SIG_SETMASK = 2;

    // pid_t gettid(void)
    private static final MethodHandle GETTID = Native.bind("gettid", FunctionDescriptor.of(JAVA_INT));
    // pid_t getpid(void)
    private static final MethodHandle GETPID = Native.bind("getpid", FunctionDescriptor.of(JAVA_INT));
    // int tgkill(pid_t process, pid_t thread, int signal)
    private static final MethodHandle TGKILL =
            Native.bind("tgkill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    // int pthread_sigmask(int how, const sigset_t *set, sigset_t *old): returns the error, leaves errno alone
    private static final MethodHandle SIGMASK =
            Native.bind("pthread_sigmask", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    // int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
    private static final MethodHandle SIGTIMEDWAIT =
            Native.bind("sigtimedwait", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

    private Signals() {}

    static int gettid() {
        try {
            return (int) GETTID.invokeExact(Native.state());
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
    }

    static int getpid() {
        try {
            return (int) GETPID.invokeExact(Native.state());
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
    }

    static void tgkill(int process, int thread, int signal) throws Errno {
        int result;
        try {
            result = (int) TGKILL.invokeExact(Native.state(), process, thread, signal);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("tgkill", result);
    }

    /** A set of one signal, 1 to 64. */
    static MemorySegment setOf(int signal, Arena arena) {
        MemorySegment set = arena.allocate(SIGSET);
        set.set(JAVA_LONG, 0, 1L << (signal - 1));
        return set;
    }

    /** Blocks the signals of {@code set} for this thread and leaves the mask before in {@code old}. */
    static void block(MemorySegment set, MemorySegment old) throws Errno {
        mask(SIG_BLOCK, set, old);
    }

    /** Puts a mask back. */
    static void restore(MemorySegment mask) throws Errno {
        mask(SIG_SETMASK, mask, MemorySegment.NULL);
    }

    private static void mask(int how, MemorySegment set, MemorySegment old) throws Errno {
        int error;
        try {
            error = (int) SIGMASK.invokeExact(Native.state(), how, set, old);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        if (error != 0) {
            throw new Errno("pthread_sigmask", error);
        }
    }

    /** Takes one pending signal of {@code set} away without waiting; says whether there was one. */
    static boolean take(MemorySegment set, MemorySegment noTime) throws Errno {
        int result;
        try {
            result = (int) SIGTIMEDWAIT.invokeExact(Native.state(), set, MemorySegment.NULL, noTime);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        if (result < 0 && (Native.errno() == Errno.EAGAIN || Native.errno() == Errno.EINTR)) {
            return false; // as after nearly every run: no exception is made of it
        }
        return Native.check("sigtimedwait", result) > 0;
    }
}
