package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/** struct kvm_segment: one segment register. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmSegment {
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("base"),
            JAVA_INT.withName("limit"),
            JAVA_SHORT.withName("selector"),
            JAVA_BYTE.withName("type"),
            JAVA_BYTE.withName("present"),
            JAVA_BYTE.withName("dpl"),
            JAVA_BYTE.withName("db"),
            JAVA_BYTE.withName("s"),
            JAVA_BYTE.withName("l"),
            JAVA_BYTE.withName("g"),
            JAVA_BYTE.withName("avl"),
            JAVA_BYTE.withName("unusable"),
            JAVA_BYTE.withName("padding"));

    private static final VarHandle BASE = field("base");
    private static final VarHandle LIMIT = field("limit");
    private static final VarHandle SELECTOR = field("selector");
    private static final VarHandle TYPE = field("type");
    private static final VarHandle PRESENT = field("present");
    private static final VarHandle DPL = field("dpl");
    private static final VarHandle DB = field("db");
    private static final VarHandle S = field("s");
    private static final VarHandle L = field("l");
    private static final VarHandle G = field("g");
    private static final VarHandle UNUSABLE = field("unusable");

    private final MemorySegment segment;

    KvmSegment(MemorySegment segment) {
        this.segment = segment;
    }

    private static VarHandle field(String name) {
        return LAYOUT.varHandle(PathElement.groupElement(name));
    }

    /** Bits 3 to 0 of the descriptor's type. */
    private KvmSegment flat(int selector, int type, int privilege) {
        segment.fill((byte) 0);
        LIMIT.set(segment, 0L, 0xFFFF_FFFF);
        SELECTOR.set(segment, 0L, (short) selector);
        TYPE.set(segment, 0L, (byte) type);
        PRESENT.set(segment, 0L, (byte) 1);
        DPL.set(segment, 0L, (byte) privilege);
        S.set(segment, 0L, (byte) 1);
        G.set(segment, 0L, (byte) 1);
        return this;
    }

    /** A 64-bit code segment: execute, read, accessed. */
    public void longCode(int selector, int privilege) {
        flat(selector, 0xB, privilege);
        L.set(segment, 0L, (byte) 1);
    }

    /** A flat data segment: read, write, accessed. */
    public void flatData(int selector, int privilege) {
        flat(selector, 0x3, privilege);
        DB.set(segment, 0L, (byte) 1);
    }

    /** A busy 64-bit task state segment. */
    public void taskState(int selector, long base, int limit) {
        segment.fill((byte) 0);
        BASE.set(segment, 0L, base);
        LIMIT.set(segment, 0L, limit);
        SELECTOR.set(segment, 0L, (short) selector);
        TYPE.set(segment, 0L, (byte) 0xB);
        PRESENT.set(segment, 0L, (byte) 1);
    }

    /** No segment at all. */
    public void none() {
        segment.fill((byte) 0);
        UNUSABLE.set(segment, 0L, (byte) 1);
    }

    /** Privilege level, 0 to 3. */
    public int privilege() {
        return (byte) DPL.get(segment, 0L);
    }

    /** Whether this is a 64-bit code segment. */
    public boolean isLong() {
        return (byte) L.get(segment, 0L) == 1;
    }

    /** Whether this is no segment at all. */
    public boolean isNone() {
        return (byte) UNUSABLE.get(segment, 0L) == 1;
    }

    /** Its last valid byte, as an unsigned number. */
    public int limit() {
        return (int) LIMIT.get(segment, 0L);
    }

    public long base() {
        return (long) BASE.get(segment, 0L);
    }
}
