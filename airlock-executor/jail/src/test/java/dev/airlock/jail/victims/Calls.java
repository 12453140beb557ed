package dev.airlock.jail.victims;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/** System calls as an attacker in the JVM would make them: any number, any arguments, straight through FFM. */
@SuppressWarnings("restricted")
final class Calls {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));

    private Calls() {}

    /** What the call returned, or minus its errno. */
    static long call(long number, long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long[] a = Arrays.copyOf(arguments, 6);
            long result = (long) SYSCALL.invokeExact(state, number, a[0], a[1], a[2], a[3], a[4], a[5]);
            return result == -1 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }

    /** The same with a path as one argument. */
    static long callWithPath(long number, int position, String path, long... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            long[] a = Arrays.copyOf(arguments, 6);
            a[position] = arena.allocateFrom(path).address();
            return call(number, a);
        }
    }

    /** Runs machine code; the JIT's right to make memory executable lets anybody in the JVM do so. */
    static int run(byte[] code) {
        long page = call(9, 0, 4096, 7, 0x22, -1, 0);
        if (page < 0) {
            throw new AssertionError("mmap " + page);
        }
        MemorySegment memory = MemorySegment.ofAddress(page).reinterpret(4096);
        MemorySegment.copy(MemorySegment.ofArray(code), 0, memory, 0, code.length);
        try {
            return (int) LINKER.downcallHandle(memory, FunctionDescriptor.of(JAVA_INT))
                    .invokeExact();
        } catch (Throwable thrown) {
            throw new AssertionError(thrown);
        }
    }
}
