package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * User and groups of the calling thread: setgroups, setresgid, setresuid as raw system calls. The C library's own
 * functions of these names change every thread by a signal to each, which is nothing to do to a JVM.
 */
public final class Credentials {
    // arch/x86/entry/syscalls/syscall_64.tbl, v6.12.
    static final long SYS_SETGROUPS = 116;
    static final long SYS_SETRESUID = 117;
    static final long SYS_SETRESGID = 119;

    // long syscall(SYS_setgroups, int size, const gid_t *list)
    private static final MethodHandle SETGROUPS = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS),
            Linker.Option.firstVariadicArg(1));
    // long syscall(SYS_setresuid or SYS_setresgid, id_t real, id_t effective, id_t saved)
    private static final MethodHandle SETRES = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

    private Credentials() {}

    /** @throws Errno EPERM without CAP_SETGID */
    public static void setGroups(int... groups) throws Errno {
        long result;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocateFrom(JAVA_INT, groups);
            result = (long) SETGROUPS.invokeExact(Native.state(), SYS_SETGROUPS, groups.length, list);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("setgroups", result);
    }

    /** The real, the effective and the saved group. */
    public static void setGroup(int group) throws Errno {
        setAll("setresgid " + group, SYS_SETRESGID, group);
    }

    /** The real, the effective and the saved user; from root to another, this empties the sets of capabilities too. */
    public static void setUser(int user) throws Errno {
        setAll("setresuid " + user, SYS_SETRESUID, user);
    }

    private static void setAll(String name, long call, int id) throws Errno {
        long result;
        try {
            result = (long) SETRES.invokeExact(Native.state(), call, id, id, id);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check(name, result);
    }
}
