package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/** struct kvm_sregs: segments, control registers, EFER. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmSregs {
    /** struct kvm_dtable. */
    static final StructLayout TABLE = MemoryLayout.structLayout(
            JAVA_LONG.withName("base"),
            JAVA_SHORT.withName("limit"),
            MemoryLayout.sequenceLayout(3, JAVA_SHORT).withName("padding"));

    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            KvmSegment.LAYOUT.withName("cs"),
            KvmSegment.LAYOUT.withName("ds"),
            KvmSegment.LAYOUT.withName("es"),
            KvmSegment.LAYOUT.withName("fs"),
            KvmSegment.LAYOUT.withName("gs"),
            KvmSegment.LAYOUT.withName("ss"),
            KvmSegment.LAYOUT.withName("tr"),
            KvmSegment.LAYOUT.withName("ldt"),
            TABLE.withName("gdt"),
            TABLE.withName("idt"),
            JAVA_LONG.withName("cr0"),
            JAVA_LONG.withName("cr2"),
            JAVA_LONG.withName("cr3"),
            JAVA_LONG.withName("cr4"),
            JAVA_LONG.withName("cr8"),
            JAVA_LONG.withName("efer"),
            JAVA_LONG.withName("apic_base"),
            MemoryLayout.sequenceLayout(4, JAVA_LONG).withName("interrupt_bitmap"));

    private static final long CS = LAYOUT.byteOffset(PathElement.groupElement("cs"));
    private static final VarHandle CR0 = field("cr0");
    private static final VarHandle CR2 = field("cr2");
    private static final VarHandle CR3 = field("cr3");
    private static final VarHandle CR4 = field("cr4");
    private static final VarHandle EFER = field("efer");

    private final MemorySegment segment;
    private final KvmSegment cs;

    KvmSregs(MemorySegment segment) {
        this.segment = segment;
        this.cs = new KvmSegment(segment.asSlice(CS, KvmSegment.LAYOUT));
    }

    /** All zero, owned by the allocator's arena. */
    public static KvmSregs allocate(SegmentAllocator allocator) {
        return new KvmSregs(allocator.allocate(LAYOUT));
    }

    private static VarHandle field(String name) {
        return LAYOUT.varHandle(PathElement.groupElement(name));
    }

    private MemorySegment slice(String name) {
        PathElement path = PathElement.groupElement(name);
        return segment.asSlice(LAYOUT.byteOffset(path), LAYOUT.select(path));
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

    void copyFrom(KvmSregs other) {
        segment.copyFrom(other.segment);
    }

    /** The code segment: a view. */
    public KvmSegment cs() {
        return cs;
    }

    /** A segment register by its C name, {@code cs} to {@code ldt}: a view. */
    public KvmSegment segment(String name) {
        return new KvmSegment(slice(name));
    }

    /** Where the global descriptor table lies, and its last valid byte. */
    public void gdt(long base, int limit) {
        table("gdt", base, limit);
    }

    /** Where the interrupt descriptor table lies, and its last valid byte. */
    public void idt(long base, int limit) {
        table("idt", base, limit);
    }

    /** Whether the global descriptor table lies at {@code base} and ends with this byte. */
    public boolean isGdt(long base, int limit) {
        return isTable("gdt", base, limit);
    }

    /** Whether the interrupt descriptor table lies at {@code base} and ends with this byte. */
    public boolean isIdt(long base, int limit) {
        return isTable("idt", base, limit);
    }

    private boolean isTable(String name, long base, int limit) {
        MemorySegment table = slice(name);
        return table.get(JAVA_LONG, 0) == base
                && table.get(JAVA_SHORT, TABLE.byteOffset(PathElement.groupElement("limit"))) == (short) limit;
    }

    private void table(String name, long base, int limit) {
        MemorySegment table = slice(name);
        table.set(JAVA_LONG, 0, base);
        table.set(JAVA_SHORT, TABLE.byteOffset(PathElement.groupElement("limit")), (short) limit);
    }

    /** Protection, paging and the mathematics unit. */
    public long cr0() {
        return (long) CR0.get(segment, 0L);
    }

    public void cr0(long value) {
        CR0.set(segment, 0L, value);
    }

    /** The address of the last page fault. */
    public long cr2() {
        return (long) CR2.get(segment, 0L);
    }

    /** Where the page tables lie. */
    public long cr3() {
        return (long) CR3.get(segment, 0L);
    }

    public void cr3(long value) {
        CR3.set(segment, 0L, value);
    }

    /** Extensions that are on. */
    public long cr4() {
        return (long) CR4.get(segment, 0L);
    }

    public void cr4(long value) {
        CR4.set(segment, 0L, value);
    }

    /** Long mode, SYSCALL and no-execute. */
    public long efer() {
        return (long) EFER.get(segment, 0L);
    }

    public void efer(long value) {
        EFER.set(segment, 0L, value);
    }
}
