package dev.airlock.microvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.airlock.linux.KvmRegs;
import dev.airlock.linux.KvmSregs;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/** What the processor pushed when the guest faulted, as text. Source: Intel SDM volume 3, 6.14.1 and table 6-1. */
final class FaultFrame {
    private static final int PAGE_FAULT = 14;
    private static final Map<Integer, String> NAMES = Map.of(
            0,
            "divide error",
            1,
            "debug exception",
            3,
            "breakpoint",
            6,
            "invalid instruction",
            12,
            "stack fault",
            13,
            "general protection fault",
            PAGE_FAULT,
            "page fault",
            16,
            "floating-point error",
            17,
            "misaligned access",
            19,
            "SIMD floating-point error");

    /** One bit for each vector that pushes an error code. */
    private static final int WITH_CODE = 1 << 8 | 1 << 10 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 14 | 1 << 17 | 1 << 21;

    private FaultFrame() {}

    /** The vector whose gate {@code rip} lies in, or -1. */
    static int vectorOf(long rip) {
        long offset = rip - GuestMap.GATES;
        return offset >= 0 && offset < GuestMap.GATE_COUNT * GuestMap.GATE_BYTES
                ? (int) (offset / GuestMap.GATE_BYTES)
                : -1;
    }

    /** The stack is only read where the processor pushes frames, whatever the registers say. */
    static String read(MemorySegment memory, KvmRegs regs, KvmSregs sregs) {
        int vector = vectorOf(regs.rip());
        String name = NAMES.getOrDefault(vector, "exception " + vector);
        long at = regs.rsp() + ((WITH_CODE >>> vector & 1) == 1 ? Long.BYTES : 0);
        String where = at >= GuestMap.FAULT_STACK && at <= GuestMap.FAULT_STACK_TOP - Long.BYTES
                ? " at 0x%x".formatted(memory.get(JAVA_LONG_UNALIGNED, at))
                : "";
        return vector == PAGE_FAULT ? "%s on address 0x%x%s".formatted(name, sregs.cr2(), where) : name + where;
    }
}
