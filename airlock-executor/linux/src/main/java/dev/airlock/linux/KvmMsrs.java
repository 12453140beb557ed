package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** struct kvm_msrs: a list of model-specific registers. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmMsrs {
    /** struct kvm_msrs without its flexible array. */
    static final StructLayout LAYOUT = MemoryLayout.structLayout(JAVA_INT.withName("nmsrs"), JAVA_INT.withName("pad"));

    /** struct kvm_msr_entry. */
    static final StructLayout ENTRY = MemoryLayout.structLayout(
            JAVA_INT.withName("index"), JAVA_INT.withName("reserved"), JAVA_LONG.withName("data"));

    private static final long DATA = ENTRY.byteOffset(PathElement.groupElement("data"));

    private final MemorySegment segment;

    private KvmMsrs(MemorySegment segment) {
        this.segment = segment;
    }

    /** A list of these registers, their values all zero, owned by the allocator's arena. */
    public static KvmMsrs allocate(List<Integer> indexes, SegmentAllocator allocator) {
        long bytes = LAYOUT.byteSize() + ENTRY.byteSize() * indexes.size();
        MemorySegment segment = allocator.allocate(bytes, JAVA_LONG.byteAlignment());
        segment.set(JAVA_INT, 0, indexes.size());
        for (int i = 0; i < indexes.size(); i++) {
            segment.set(JAVA_INT, at(i), indexes.get(i));
        }
        return new KvmMsrs(segment);
    }

    private static long at(int entry) {
        return LAYOUT.byteSize() + entry * ENTRY.byteSize();
    }

    MemorySegment segment() {
        return segment;
    }

    /** How many registers are in the list. */
    public int count() {
        return segment.get(JAVA_INT, 0);
    }

    /** Which registers are in the list, in its order. */
    public List<Integer> indexes() {
        return IntStream.range(0, count())
                .mapToObj(entry -> segment.get(JAVA_INT, at(entry)))
                .toList();
    }

    /** The value of the register at a place of the list. */
    public long value(int entry) {
        return segment.get(JAVA_LONG, at(entry) + DATA);
    }

    /** Changes the value of the register at a place of the list. */
    public void value(int entry, long value) {
        segment.set(JAVA_LONG, at(entry) + DATA, value);
    }

    /** The whole struct as bytes: a copy. */
    public byte[] bytes() {
        return segment.toArray(JAVA_BYTE);
    }

    /** Takes bytes that {@link #bytes} gave. */
    public void bytes(byte[] saved) {
        MemorySegment.copy(saved, 0, segment, JAVA_BYTE, 0, saved.length);
    }

    /** Index to value, as KVM_SET_MSRS wants it. */
    static MemorySegment of(Map<Integer, Long> values, SegmentAllocator allocator) {
        long bytes = LAYOUT.byteSize() + ENTRY.byteSize() * values.size();
        MemorySegment segment = allocator.allocate(bytes, JAVA_LONG.byteAlignment());
        segment.set(JAVA_INT, 0, values.size());
        long at = LAYOUT.byteSize();
        for (Map.Entry<Integer, Long> value : values.entrySet()) {
            segment.set(JAVA_INT, at, value.getKey());
            segment.set(JAVA_LONG, at + 8, value.getValue());
            at += ENTRY.byteSize();
        }
        return segment;
    }
}
