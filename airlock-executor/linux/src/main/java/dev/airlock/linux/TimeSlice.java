package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.Optional;

/**
 * How long the calling thread runs at a time when others want its processor. No thread gets more of a processor for it; but who asks for a shorter
 * slice than the one that runs takes its place as soon as it wakes, where it would have waited for the end of that one's slice, and that for the
 * next tick. Needs no privilege. Source: sched_setattr(2); EEVDF's own slices, kernel/sched/fair.c, v6.12: older kernels take the request and
 * forget it.
 */
public final class TimeSlice {
    /** struct sched_attr. Source: include/uapi/linux/sched/types.h, v6.12. */
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("size"),
            JAVA_INT.withName("sched_policy"),
            JAVA_LONG.withName("sched_flags"),
            JAVA_INT.withName("sched_nice"),
            JAVA_INT.withName("sched_priority"),
            JAVA_LONG.withName("sched_runtime"),
            JAVA_LONG.withName("sched_deadline"),
            JAVA_LONG.withName("sched_period"),
            JAVA_INT.withName("sched_util_min"),
            JAVA_INT.withName("sched_util_max"));

    // arch/x86/entry/syscalls/syscall_64.tbl, v6.12.
    static final long SYS_SCHED_SETATTR = 314;
    static final long SYS_SCHED_GETATTR = 315;
    // include/uapi/linux/sched.h, v6.12.
    static final int SCHED_NORMAL = 0;
    static final int SCHED_BATCH = 3;

    /** What a thread asks for that others wait for: the shortest slice that the kernel gives. */
    public static final Duration SHORTEST = Duration.ofNanos(100_000);
    /** Shorter than what a thread has that does not ask (0.7 ms and more, with more processors), and longer than the shortest. */
    public static final Duration SHORT = Duration.ofNanos(500_000);

    private static final int SELF = 0;
    private static final long POLICY = at("sched_policy");
    private static final long RUNTIME = at("sched_runtime");

    // long syscall(SYS_sched_setattr, pid_t pid, struct sched_attr *attr, unsigned int flags)
    private static final MethodHandle SETATTR = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    // long syscall(SYS_sched_getattr, pid_t pid, struct sched_attr *attr, unsigned int size, unsigned int flags)
    private static final MethodHandle GETATTR = Native.bind(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));

    private TimeSlice() {}

    private static long at(String name) {
        return LAYOUT.byteOffset(PathElement.groupElement(name));
    }

    /**
     * Asks for slices of that length for the calling thread, and for those that it starts from now on. Its niceness and policy stay; a thread of a
     * real-time policy stays as it is.
     *
     * @param slice from 0.1 to 100 ms: the kernel takes the nearest
     * @return whether the kernel took it; where it does not know the call, or a filter forbids it, nothing has changed
     */
    public static boolean ask(Duration slice) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(LAYOUT);
            get(attr);
            int policy = attr.get(JAVA_INT, POLICY);
            if (policy != SCHED_NORMAL && policy != SCHED_BATCH) {
                return false;
            }
            attr.set(JAVA_LONG, RUNTIME, slice.toNanos());
            set(attr);
            return true;
        } catch (Errno e) {
            return false;
        }
    }

    /** The slice of the calling thread; empty where the kernel does not say, as those before v6.12 do not. */
    public static Optional<Duration> own() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attr = arena.allocate(LAYOUT);
            get(attr);
            long nanos = attr.get(JAVA_LONG, RUNTIME);
            return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
        } catch (Errno e) {
            return Optional.empty();
        }
    }

    private static void get(MemorySegment attr) throws Errno {
        long result;
        try {
            result = (long)
                    GETATTR.invokeExact(Native.state(), SYS_SCHED_GETATTR, SELF, attr, (int) LAYOUT.byteSize(), 0);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("sched_getattr", result);
    }

    private static void set(MemorySegment attr) throws Errno {
        long result;
        try {
            result = (long) SETATTR.invokeExact(Native.state(), SYS_SCHED_SETATTR, SELF, attr, 0);
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("sched_setattr", result);
    }
}
