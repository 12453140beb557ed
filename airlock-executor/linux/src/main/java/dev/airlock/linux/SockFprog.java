package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.util.List;

/** struct sock_fprog: a program of classic BPF. Source: include/uapi/linux/filter.h, v6.12. */
final class SockFprog {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_SHORT.withName("len"), MemoryLayout.paddingLayout(6), ADDRESS.withName("filter"));

    private static final long FILTER = LAYOUT.byteOffset(PathElement.groupElement("filter"));

    private SockFprog() {}

    /** The struct and, behind its pointer, the instructions: both owned by the allocator's arena. */
    static MemorySegment of(List<SockFilter> program, SegmentAllocator allocator) {
        MemorySegment instructions = allocator.allocate(SockFilter.LAYOUT, program.size());
        for (int i = 0; i < program.size(); i++) {
            program.get(i).write(instructions, i);
        }
        MemorySegment segment = allocator.allocate(LAYOUT);
        segment.set(JAVA_SHORT, 0, (short) program.size());
        segment.set(ADDRESS, FILTER, instructions);
        return segment;
    }
}
