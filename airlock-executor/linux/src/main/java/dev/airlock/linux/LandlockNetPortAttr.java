package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct landlock_net_port_attr. Source: include/uapi/linux/landlock.h, v6.12. */
final class LandlockNetPortAttr {
    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(JAVA_LONG.withName("allowed_access"), JAVA_LONG.withName("port"));

    private LandlockNetPortAttr() {}

    static MemorySegment of(long allowed, int port, SegmentAllocator allocator) {
        MemorySegment segment = allocator.allocate(LAYOUT);
        segment.setAtIndex(JAVA_LONG, 0, allowed);
        segment.setAtIndex(JAVA_LONG, 1, port);
        return segment;
    }
}
