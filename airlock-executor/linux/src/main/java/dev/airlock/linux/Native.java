package dev.airlock.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Where Java becomes a native call; the only class that suppresses {@code restricted}. */
@SuppressWarnings("restricted")
final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

    /** Each thread's own errno: two threads never share one. */
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CALL_STATE));

    private Native() {}

    /** A libc function whose errno is captured; the handle's first argument is {@link #state()}. */
    static MethodHandle bind(String symbol, FunctionDescriptor type, Linker.Option... more) {
        Linker.Option[] options = Stream.concat(Stream.of(Linker.Option.captureCallState("errno")), Stream.of(more))
                .toArray(Linker.Option[]::new);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(symbol), type, options);
    }

    /** Memory that the kernel gave us, for as long as {@code arena} lives; {@code release} runs when it closes. */
    static MemorySegment memory(long address, long bytes, Arena arena, Consumer<MemorySegment> release) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, release);
    }

    /** Where the calling thread's next call leaves its errno. */
    static MemorySegment state() {
        return STATE.get();
    }

    /** The result of a call made by this thread just now, or its errno as an exception. */
    static long check(String call, long result) throws Errno {
        if (result >= 0) {
            return result;
        }
        throw new Errno(call, errno());
    }

    /** What the calling thread's last call left, if that failed. */
    static int errno() {
        return (int) ERRNO.get(STATE.get(), 0L);
    }

    /** A method handle threw although the function it calls cannot: a wrong descriptor, never a kernel error. */
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("a libc call threw", thrown);
    }
}
