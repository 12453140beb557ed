package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * struct kvm_dirty_log with its bitmap, one bit a page: what the guest has written since the log was read last. What the
 * VMM wrote is not in it. Source: include/uapi/linux/kvm.h, v6.12.
 */
public final class KvmDirtyLog {
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("slot"), JAVA_INT.withName("padding"), JAVA_LONG.withName("dirty_bitmap"));

    private final MemorySegment log;
    private final MemorySegment bitmap;

    /** @param pages of the memory slot, a multiple of 64 */
    public KvmDirtyLog(int slot, int pages, Arena arena) {
        bitmap = arena.allocate(JAVA_LONG, pages / Long.SIZE);
        log = arena.allocate(LAYOUT);
        log.set(JAVA_INT, 0, slot);
        log.set(JAVA_LONG, LAYOUT.byteOffset(PathElement.groupElement("dirty_bitmap")), bitmap.address());
    }

    MemorySegment segment() {
        return log;
    }

    /** How many words of 64 pages there are. */
    public int words() {
        return (int) (bitmap.byteSize() / Long.BYTES);
    }

    /** 64 pages; the lowest bit is the first page. */
    public long word(int index) {
        return bitmap.getAtIndex(JAVA_LONG, index);
    }
}
