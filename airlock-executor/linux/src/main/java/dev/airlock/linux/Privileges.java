package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * What the calling thread, and what it executes or starts afterwards, may do beyond its user. Other threads keep all:
 * only an execve from this thread makes the whole process so. Source: man 7 capabilities.
 */
public final class Privileges {
    /** arch/x86/entry/syscalls/syscall_64.tbl, v6.12. */
    static final long SYS_CAPSET = 126;

    // long syscall(SYS_capset, cap_user_header_t header, const cap_user_data_t data)
    private static final MethodHandle CAPSET = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS),
            Linker.Option.firstVariadicArg(1));

    private Privileges() {}

    /** No execve of this thread ever gives it more than it has: no setuid bit, no file capability counts. */
    public static void noNewPrivileges() throws Errno {
        Prctl.prctl("prctl PR_SET_NO_NEW_PRIVS", Prctl.PR_SET_NO_NEW_PRIVS, 1);
    }

    /**
     * Empties the bounding set: what no later execve can have.
     *
     * @throws Errno EPERM without CAP_SETPCAP
     */
    public static void dropBoundingSet() throws Errno {
        for (int capability = 0; isKnown(capability); capability++) {
            if (Prctl.prctl("prctl PR_CAPBSET_READ", Prctl.PR_CAPBSET_READ, capability) == 1) {
                Prctl.prctl("prctl PR_CAPBSET_DROP " + capability, Prctl.PR_CAPBSET_DROP, capability);
            }
        }
    }

    /** The kernel answers EINVAL for the first number behind its last capability. */
    private static boolean isKnown(int capability) throws Errno {
        try {
            Prctl.prctl("prctl PR_CAPBSET_READ", Prctl.PR_CAPBSET_READ, capability);
            return true;
        } catch (Errno e) {
            if (e.number() == Errno.EINVAL) {
                return false;
            }
            throw e;
        }
    }

    /** Empties the ambient set: what a plain execve hands on. */
    public static void clearAmbientSet() throws Errno {
        Prctl.prctl("prctl PR_CAP_AMBIENT", Prctl.PR_CAP_AMBIENT, Prctl.PR_CAP_AMBIENT_CLEAR_ALL);
    }

    /** Empties the effective, permitted and inheritable sets. */
    public static void dropCapabilities() throws Errno {
        long result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = CapUserHeader.callingThread(arena);
            result = (long) CAPSET.invokeExact(Native.state(), SYS_CAPSET, header, CapUserSets.empty(arena));
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("capset", result);
    }
}
