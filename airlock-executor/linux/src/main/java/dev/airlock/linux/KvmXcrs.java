package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct kvm_xcrs: the extended control registers. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmXcrs {
    /** struct kvm_xcr. */
    static final StructLayout XCR = MemoryLayout.structLayout(
            JAVA_INT.withName("xcr"), JAVA_INT.withName("reserved"), JAVA_LONG.withName("value"));

    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("nr_xcrs"),
            JAVA_INT.withName("flags"),
            MemoryLayout.sequenceLayout(16, XCR).withName("xcrs"),
            MemoryLayout.sequenceLayout(16, JAVA_LONG).withName("padding"));

    private static final long FIRST_VALUE = LAYOUT.byteOffset(
            PathElement.groupElement("xcrs"), PathElement.sequenceElement(0), PathElement.groupElement("value"));

    private final MemorySegment segment;

    private KvmXcrs(MemorySegment segment) {
        this.segment = segment;
    }

    /** None at all, owned by the allocator's arena. */
    public static KvmXcrs allocate(SegmentAllocator allocator) {
        return new KvmXcrs(allocator.allocate(LAYOUT));
    }

    /** XCR0 alone. */
    static KvmXcrs xcr0(long value, SegmentAllocator allocator) {
        KvmXcrs xcrs = allocate(allocator);
        xcrs.segment.set(JAVA_INT, 0, 1);
        xcrs.segment.set(JAVA_LONG, FIRST_VALUE, value);
        return xcrs;
    }

    MemorySegment segment() {
        return segment;
    }

    /** How many registers are in the list; KVM has room for 16. */
    public int count() {
        return segment.get(JAVA_INT, 0);
    }

    /** The whole struct as bytes: a copy. */
    public byte[] bytes() {
        return segment.toArray(JAVA_BYTE);
    }

    /** Takes bytes that {@link #bytes} gave. */
    public void bytes(byte[] saved) {
        MemorySegment.copy(saved, 0, segment, JAVA_BYTE, 0, saved.length);
    }
}
