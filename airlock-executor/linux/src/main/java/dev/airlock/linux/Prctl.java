package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** prctl. It speaks of the calling thread alone. */
final class Prctl {
    // include/uapi/linux/prctl.h, v6.12.
    static final int PR_CAPBSET_READ = 23;
    static final int PR_CAPBSET_DROP = 24;
    static final int PR_SET_NO_NEW_PRIVS = 38;
    static final int PR_CAP_AMBIENT = 47;
    static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    // int prctl(int option, ...)
    private static final MethodHandle PRCTL = Native.bind(
            "prctl",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));

    private Prctl() {}

    /** The unused arguments have to be 0: newer options check that. */
    static int prctl(String name, int option, long argument) throws Errno {
        int result;
        try {
            result = (int) PRCTL.invokeExact(Native.state(), option, argument, 0L, 0L, 0L);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        return (int) Native.check(name, result);
    }
}
