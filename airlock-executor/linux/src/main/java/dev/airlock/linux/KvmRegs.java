package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/** struct kvm_regs: the general registers. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmRegs {
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("rax"),
            JAVA_LONG.withName("rbx"),
            JAVA_LONG.withName("rcx"),
            JAVA_LONG.withName("rdx"),
            JAVA_LONG.withName("rsi"),
            JAVA_LONG.withName("rdi"),
            JAVA_LONG.withName("rsp"),
            JAVA_LONG.withName("rbp"),
            JAVA_LONG.withName("r8"),
            JAVA_LONG.withName("r9"),
            JAVA_LONG.withName("r10"),
            JAVA_LONG.withName("r11"),
            JAVA_LONG.withName("r12"),
            JAVA_LONG.withName("r13"),
            JAVA_LONG.withName("r14"),
            JAVA_LONG.withName("r15"),
            JAVA_LONG.withName("rip"),
            JAVA_LONG.withName("rflags"));

    private static final VarHandle RAX = field("rax");
    private static final VarHandle RBX = field("rbx");
    private static final VarHandle RCX = field("rcx");
    private static final VarHandle RDX = field("rdx");
    private static final VarHandle RSI = field("rsi");
    private static final VarHandle RDI = field("rdi");
    private static final VarHandle RSP = field("rsp");
    private static final VarHandle R8 = field("r8");
    private static final VarHandle R9 = field("r9");
    private static final VarHandle R10 = field("r10");
    private static final VarHandle RIP = field("rip");
    private static final VarHandle RFLAGS = field("rflags");

    private final MemorySegment segment;

    KvmRegs(MemorySegment segment) {
        this.segment = segment;
    }

    /** All zero, owned by the allocator's arena. */
    public static KvmRegs allocate(SegmentAllocator allocator) {
        return new KvmRegs(allocator.allocate(LAYOUT));
    }

    private static VarHandle field(String name) {
        return LAYOUT.varHandle(PathElement.groupElement(name));
    }

    MemorySegment segment() {
        return segment;
    }

    /** The whole struct as bytes: a copy. */
    public byte[] bytes() {
        return segment.toArray(JAVA_BYTE);
    }

    /** Takes bytes that {@link #bytes} gave. */
    public void bytes(byte[] saved) {
        MemorySegment.copy(saved, 0, segment, JAVA_BYTE, 0, saved.length);
    }

    /** All eighteen, in the order of the struct: a copy. */
    public long[] values() {
        return segment.toArray(JAVA_LONG);
    }

    /** Sets all eighteen, in the order of the struct. */
    public void values(long[] next) {
        MemorySegment.copy(next, 0, segment, JAVA_LONG, 0, next.length);
    }

    /** Takes the values of {@code other} over. */
    public void copyFrom(KvmRegs other) {
        segment.copyFrom(other.segment);
    }

    public long rax() {
        return (long) RAX.get(segment, 0L);
    }

    public long rdi() {
        return (long) RDI.get(segment, 0L);
    }

    public long rsi() {
        return (long) RSI.get(segment, 0L);
    }

    public long rdx() {
        return (long) RDX.get(segment, 0L);
    }

    public long r10() {
        return (long) R10.get(segment, 0L);
    }

    public long r8() {
        return (long) R8.get(segment, 0L);
    }

    public long r9() {
        return (long) R9.get(segment, 0L);
    }

    public long rcx() {
        return (long) RCX.get(segment, 0L);
    }

    public long rbx() {
        return (long) RBX.get(segment, 0L);
    }

    public long rsp() {
        return (long) RSP.get(segment, 0L);
    }

    public long rip() {
        return (long) RIP.get(segment, 0L);
    }

    public long rflags() {
        return (long) RFLAGS.get(segment, 0L);
    }

    public void rax(long value) {
        RAX.set(segment, 0L, value);
    }

    public void rdi(long value) {
        RDI.set(segment, 0L, value);
    }

    public void rsi(long value) {
        RSI.set(segment, 0L, value);
    }

    public void rdx(long value) {
        RDX.set(segment, 0L, value);
    }

    public void rcx(long value) {
        RCX.set(segment, 0L, value);
    }

    public void rbx(long value) {
        RBX.set(segment, 0L, value);
    }

    public void rsp(long value) {
        RSP.set(segment, 0L, value);
    }

    public void rip(long value) {
        RIP.set(segment, 0L, value);
    }

    public void rflags(long value) {
        RFLAGS.set(segment, 0L, value);
    }
}
