package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct __user_cap_header_struct. Source: include/uapi/linux/capability.h, v6.12. */
final class CapUserHeader {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_INT.withName("version"), JAVA_INT.withName("pid"));

    /** Two words for each set of capabilities. */
    static final int LINUX_CAPABILITY_VERSION_3 = 0x2008_0522;

    private CapUserHeader() {}

    /** The calling thread, in the version with 64-bit sets. */
    static MemorySegment callingThread(SegmentAllocator allocator) {
        MemorySegment segment = allocator.allocate(LAYOUT);
        segment.set(JAVA_INT, 0, LINUX_CAPABILITY_VERSION_3);
        return segment;
    }
}
