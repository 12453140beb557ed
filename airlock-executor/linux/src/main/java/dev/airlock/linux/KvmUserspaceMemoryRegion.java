package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/** struct kvm_userspace_memory_region. Source: include/uapi/linux/kvm.h, v6.12. */
final class KvmUserspaceMemoryRegion {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("slot"),
            JAVA_INT.withName("flags"),
            JAVA_LONG.withName("guest_phys_addr"),
            JAVA_LONG.withName("memory_size"),
            JAVA_LONG.withName("userspace_addr"));

    /** KVM_MEM_LOG_DIRTY_PAGES. */
    static final int LOG_DIRTY_PAGES = 1;

    private static final long SLOT = at("slot");
    private static final long FLAGS = at("flags");
    private static final long GUEST_PHYSICAL = at("guest_phys_addr");
    private static final long MEMORY_SIZE = at("memory_size");
    private static final long USERSPACE = at("userspace_addr");

    private KvmUserspaceMemoryRegion() {}

    /** Slot {@code slot}: {@code memory} appears at {@code guestPhysical}. */
    static MemorySegment of(
            int slot, long guestPhysical, MemorySegment memory, boolean logged, SegmentAllocator allocator) {
        MemorySegment region = allocator.allocate(LAYOUT);
        region.set(JAVA_INT, SLOT, slot);
        region.set(JAVA_INT, FLAGS, logged ? LOG_DIRTY_PAGES : 0);
        region.set(JAVA_LONG, GUEST_PHYSICAL, guestPhysical);
        region.set(JAVA_LONG, MEMORY_SIZE, memory.byteSize());
        region.set(JAVA_LONG, USERSPACE, memory.address());
        return region;
    }

    private static long at(String name) {
        return LAYOUT.byteOffset(PathElement.groupElement(name));
    }
}
