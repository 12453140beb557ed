package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Makes one machine's memory what its snapshot holds, in place. Everything it needs was made beforehand: a reset allocates nothing.
 * On the machine's thread, while the guest stands still.
 *
 * <p>The order matters. Page tables are among the pages copied back, and only then are the mappings that a guest may still have in a
 * TLB, or KVM in its shadow of the tables, taken away.
 */
public final class MemoryReset implements AutoCloseable {
    private final MemorySegment pristine;
    private final MemorySegment memory;
    private final AddressSpace space;
    private final DirtyPages dirtyPages;
    private final PageSet possible;
    private final PageRuns dirty = new PageRuns(0);

    /** @param pristine the snapshot's own bytes, as long as {@code memory} */
    MemoryReset(MemorySegment pristine, MemorySegment memory, AddressSpace space, DirtyPages dirtyPages) {
        this.pristine = pristine;
        this.memory = memory;
        this.space = space;
        this.dirtyPages = dirtyPages;
        this.possible = new PageSet((int) (memory.byteSize() / GuestMap.PAGE));
    }

    /**
     * For memory that no machine runs on: tests and benchmarks of this part alone. Needs {@link DirtyTracking#PAGEMAP_SCAN}.
     *
     * @param counted whether page faults are counted, and nothing is looked for while there are none
     */
    public static MemoryReset scanning(
            MemorySegment pristine, MemorySegment memory, AddressSpace space, boolean counted, Arena arena)
            throws Errno {
        return new MemoryReset(pristine, memory, space, DirtyPages.Scanned.of(memory, counted, arena));
    }

    /** Afterwards memory and page book are the snapshot's. An exception means that they may not be. */
    public void run() throws Errno {
        find();
        copyBack();
        space.reset();
    }

    /** Learns which pages to copy back; {@link #pages} of them. */
    public void find() throws Errno {
        possible.clear();
        space.mayHaveChanged(possible);
        dirtyPages.find(possible, space.written(), dirty);
    }

    /** Copies back what {@link #find} found: the part of a reset that a known set of pages costs. */
    public void copyBack() {
        for (int run = 0; run < dirty.size(); run++) {
            long from = (long) dirty.first(run) * GuestMap.PAGE;
            long bytes = (long) dirty.end(run) * GuestMap.PAGE - from;
            MemorySegment.copy(pristine, from, memory, from, bytes);
        }
    }

    /** How many pages the last {@link #find} found. */
    public int pages() {
        return dirty.pages();
    }

    /** How many pages are copies of the memory's own, as far as was found. */
    public int copies() {
        return dirtyPages.copies();
    }

    @Override
    public void close() {
        dirtyPages.close();
    }
}
