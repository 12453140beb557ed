package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.util.Arrays;

/** struct kvm_xsave: the FPU and vector state in XSAVE form, 4096 bytes. Source: arch/x86/include/uapi/asm/kvm.h, v6.12. */
public final class KvmXsave {
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(1024, JAVA_INT).withName("region"));

    private static final long XSTATE_BV = 512;
    private static final int HEADER_BYTES = 64;
    private static final long PKRU = 1L << 9;

    private final MemorySegment segment;

    private KvmXsave(MemorySegment segment) {
        this.segment = segment;
    }

    /** All zero, owned by the allocator's arena. */
    public static KvmXsave allocate(SegmentAllocator allocator) {
        return new KvmXsave(allocator.allocate(LAYOUT));
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

    /**
     * The values of all components as bytes, without the header that says which of them the processor holds in their initial state:
     * KVM writes those out as such, and the same values must look the same. Source: Intel SDM volume 1, 13.4.2.
     */
    public byte[] values() {
        byte[] values = bytes();
        Arrays.fill(values, (int) XSTATE_BV, (int) XSTATE_BV + HEADER_BYTES, (byte) 0);
        return values;
    }

    /**
     * Marks PKRU as present, so that KVM_SET_XSAVE sets it: a component that XSTATE_BV leaves out keeps the value that
     * the guest before left in it. Source: Intel SDM volume 1, 13.4.2 (XSTATE_BV lies at byte 512; bit 9 is PKRU).
     */
    public void includeProtectionKeys() {
        segment.set(JAVA_LONG, XSTATE_BV, segment.get(JAVA_LONG, XSTATE_BV) | PKRU);
    }
}
