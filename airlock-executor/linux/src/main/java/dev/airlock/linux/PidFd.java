package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A process, and never another one that got its number later. Can be read when the process has ended. Source: pidfd_open(2),
 * pidfd_send_signal(2); Linux 5.3. Any thread.
 */
public final class PidFd extends Waitable {
    /** arch/x86/entry/syscalls/syscall_64.tbl, v6.12. */
    static final long SYS_PIDFD_SEND_SIGNAL = 424;

    static final long SYS_PIDFD_OPEN = 434;

    private static final int SIGKILL = 9;

    // long syscall(SYS_pidfd_open, pid_t pid, unsigned int flags)
    private static final MethodHandle OPEN = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    // long syscall(SYS_pidfd_send_signal, int pidfd, int signal, siginfo_t *info, unsigned int flags)
    private static final MethodHandle SEND_SIGNAL = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

    private PidFd(int number) {
        super(new Descriptor(number));
    }

    /**
     * The process that has this number now.
     *
     * @throws Errno ESRCH if none has
     */
    public static PidFd open(int process) throws Errno {
        long number;
        try {
            number = (long) OPEN.invokeExact(Native.state(), SYS_PIDFD_OPEN, process, 0);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return new PidFd((int) Native.check("pidfd_open", number));
    }

    /** Ends the process now; nothing if it has ended. */
    public void kill() throws Errno {
        long sent;
        try {
            sent = (long) SEND_SIGNAL.invokeExact(
                    Native.state(), SYS_PIDFD_SEND_SIGNAL, number(), SIGKILL, MemorySegment.NULL, 0);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        try {
            Native.check("pidfd_send_signal", sent);
        } catch (Errno e) {
            if (e.number() != Errno.ESRCH) {
                throw e;
            }
        }
    }
}
