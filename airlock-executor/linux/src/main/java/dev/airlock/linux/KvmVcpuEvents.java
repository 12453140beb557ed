package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct kvm_vcpu_events: exceptions and interrupts under way. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmVcpuEvents {
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_BYTE.withName("exception_injected"),
            JAVA_BYTE.withName("exception_nr"),
            JAVA_BYTE.withName("exception_has_error_code"),
            JAVA_BYTE.withName("exception_pending"),
            JAVA_INT.withName("exception_error_code"),
            JAVA_BYTE.withName("interrupt_injected"),
            JAVA_BYTE.withName("interrupt_nr"),
            JAVA_BYTE.withName("interrupt_soft"),
            JAVA_BYTE.withName("interrupt_shadow"),
            JAVA_BYTE.withName("nmi_injected"),
            JAVA_BYTE.withName("nmi_pending"),
            JAVA_BYTE.withName("nmi_masked"),
            JAVA_BYTE.withName("nmi_pad"),
            JAVA_INT.withName("sipi_vector"),
            JAVA_INT.withName("flags"),
            MemoryLayout.sequenceLayout(4, JAVA_BYTE).withName("smi"),
            JAVA_BYTE.withName("triple_fault_pending"),
            MemoryLayout.sequenceLayout(26, JAVA_BYTE).withName("reserved"),
            JAVA_BYTE.withName("exception_has_payload"),
            JAVA_LONG.withName("exception_payload"));

    private final MemorySegment segment;

    private KvmVcpuEvents(MemorySegment segment) {
        this.segment = segment;
    }

    /** All zero, owned by the allocator's arena. */
    public static KvmVcpuEvents allocate(SegmentAllocator allocator) {
        return new KvmVcpuEvents(allocator.allocate(LAYOUT));
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
}
