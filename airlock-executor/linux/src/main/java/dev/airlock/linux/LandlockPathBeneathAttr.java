package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct landlock_path_beneath_attr, which C packs. Source: include/uapi/linux/landlock.h, v6.12. */
final class LandlockPathBeneathAttr {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG_UNALIGNED.withName("allowed_access"), JAVA_INT_UNALIGNED.withName("parent_fd"));

    private static final long PARENT = LAYOUT.byteOffset(PathElement.groupElement("parent_fd"));

    private LandlockPathBeneathAttr() {}

    static MemorySegment of(long allowed, int parent, SegmentAllocator allocator) {
        MemorySegment segment = allocator.allocate(LAYOUT);
        segment.set(JAVA_LONG_UNALIGNED, 0, allowed);
        segment.set(JAVA_INT_UNALIGNED, PARENT, parent);
        return segment;
    }
}
