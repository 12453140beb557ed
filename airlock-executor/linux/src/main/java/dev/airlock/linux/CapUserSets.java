package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct __user_cap_data_struct: one half of the three sets. Source: include/uapi/linux/capability.h, v6.12. */
final class CapUserSets {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("effective"), JAVA_INT.withName("permitted"), JAVA_INT.withName("inheritable"));

    /** {@code _LINUX_CAPABILITY_U32S_3}. */
    private static final int HALVES = 2;

    private CapUserSets() {}

    /** Three empty sets. */
    static MemorySegment empty(SegmentAllocator allocator) {
        return allocator.allocate(LAYOUT, HALVES);
    }
}
