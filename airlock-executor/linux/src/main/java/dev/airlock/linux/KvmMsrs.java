package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.util.Map;

/** struct kvm_msrs: a list of model-specific registers. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
final class KvmMsrs {
    /** struct kvm_msrs without its flexible array. */
    static final StructLayout LAYOUT = MemoryLayout.structLayout(JAVA_INT.withName("nmsrs"), JAVA_INT.withName("pad"));

    /** struct kvm_msr_entry. */
    static final StructLayout ENTRY = MemoryLayout.structLayout(
            JAVA_INT.withName("index"), JAVA_INT.withName("reserved"), JAVA_LONG.withName("data"));

    private KvmMsrs() {}

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
