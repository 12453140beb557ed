package dev.airlock.microvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/** GDT, TSS, IDT, the stub and the page of code for the clock, as bytes in the guest's first pages. Source: Intel SDM volume 3, 3.4.5, 6.14, 8.7. */
final class DescriptorTables {
    static final int KERNEL_CODE = 0x10;
    static final int KERNEL_DATA = 0x18;
    /** With the privilege of ring 3. */
    static final int USER_DATA = 0x28 | 3;

    static final int USER_CODE = 0x30 | 3;
    static final int TASK = 0x40;

    static final int GDT_LIMIT = TASK + 16 - 1;
    static final int IDT_LIMIT = GuestMap.GATE_COUNT * 16 - 1;

    /** The 64-bit TSS ends at 0x68; the I/O bitmap that follows denies ports 0 to 0x1F7 bit by bit. */
    private static final int BITMAP_AT = 0x68;

    private static final int BITMAP_BYTES = 0x40;
    static final int TSS_LIMIT = BITMAP_AT + BITMAP_BYTES - 1;

    private static final int RSP0_AT = 4;
    private static final int BITMAP_BASE_AT = 0x66;

    private static final byte HLT = (byte) 0xF4;

    private final MemorySegment memory;

    DescriptorTables(MemorySegment memory) {
        this.memory = memory;
    }

    /** Writes all tables for a guest that leaves through {@code stub}. */
    void write(Stub stub) {
        segments();
        taskState(stub);
        gates();
        memory.asSlice(GuestMap.STUB, GuestMap.PAGE).fill(HLT);
        bytes(GuestMap.STUB, stub.code());
        bytes(GuestMap.VDSO, Vdso.page());
    }

    /** 0x08 and 0x20 stay empty: no 32-bit code segment, so no far return leads into 32-bit mode. */
    private void segments() {
        quad(GuestMap.GDT + KERNEL_CODE, 0x00AF_9B00_0000_FFFFL);
        quad(GuestMap.GDT + KERNEL_DATA, 0x00CF_9300_0000_FFFFL);
        quad(GuestMap.GDT + (USER_DATA & ~3), 0x00CF_F300_0000_FFFFL);
        quad(GuestMap.GDT + (USER_CODE & ~3), 0x00AF_FB00_0000_FFFFL);
        long base = GuestMap.TSS;
        quad(
                GuestMap.GDT + TASK,
                TSS_LIMIT | ((base & 0xFF_FFFF) << 16) | (0x8BL << 40) | (((base >>> 24) & 0xFF) << 56));
        quad(GuestMap.GDT + TASK + 8, base >>> 32);
    }

    private void taskState(Stub stub) {
        quad(GuestMap.TSS + RSP0_AT, GuestMap.FAULT_STACK_TOP);
        memory.set(JAVA_SHORT_UNALIGNED, GuestMap.TSS + BITMAP_BASE_AT, (short) BITMAP_AT);
        MemorySegment bitmap = memory.asSlice(GuestMap.TSS + BITMAP_AT, BITMAP_BYTES);
        bitmap.fill((byte) 0xFF);
        if (stub.privilege() == 3) {
            bitmap.set(JAVA_BYTE, Port.CALL / 8, (byte) ~(1 << Port.CALL % 8));
        }
    }

    /** Each gate is {@code out 0x20,al; hlt}: an interrupt gate into ring 0 that ring 3 cannot call with INT. */
    private void gates() {
        for (int vector = 0; vector < GuestMap.GATE_COUNT; vector++) {
            long code = GuestMap.GATES + (long) vector * GuestMap.GATE_BYTES;
            bytes(code, new byte[] {(byte) 0xE6, Port.FAULT, HLT});
            long gate = GuestMap.IDT + vector * 16L;
            quad(
                    gate,
                    (code & 0xFFFF) | ((long) KERNEL_CODE << 16) | (0x8E00L << 32) | (((code >>> 16) & 0xFFFF) << 48));
            quad(gate + 8, code >>> 32);
        }
    }

    private void quad(long at, long value) {
        memory.set(JAVA_LONG_UNALIGNED, at, value);
    }

    private void bytes(long at, byte[] bytes) {
        MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, at, bytes.length);
    }
}
