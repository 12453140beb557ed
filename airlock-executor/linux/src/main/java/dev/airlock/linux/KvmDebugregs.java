package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct kvm_debugregs: the debug registers. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmDebugregs {
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(4, JAVA_LONG).withName("db"),
            JAVA_LONG.withName("dr6"),
            JAVA_LONG.withName("dr7"),
            JAVA_LONG.withName("flags"),
            MemoryLayout.sequenceLayout(9, JAVA_LONG).withName("reserved"));

    private final MemorySegment segment;

    private KvmDebugregs(MemorySegment segment) {
        this.segment = segment;
    }

    /** All zero, owned by the allocator's arena. */
    public static KvmDebugregs allocate(SegmentAllocator allocator) {
        return new KvmDebugregs(allocator.allocate(LAYOUT));
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
