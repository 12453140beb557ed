package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct landlock_ruleset_attr: what a ruleset forbids unless a rule allows it. Source: include/uapi/linux/landlock.h, v6.12. */
final class LandlockRulesetAttr {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_LONG.withName("handled_access_fs"),
            JAVA_LONG.withName("handled_access_net"),
            JAVA_LONG.withName("scoped"));

    private LandlockRulesetAttr() {}

    static MemorySegment of(long files, long network, long scopes, SegmentAllocator allocator) {
        MemorySegment segment = allocator.allocate(LAYOUT);
        segment.setAtIndex(JAVA_LONG, 0, files);
        segment.setAtIndex(JAVA_LONG, 1, network);
        segment.setAtIndex(JAVA_LONG, 2, scopes);
        return segment;
    }
}
