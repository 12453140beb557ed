package dev.airlock.microvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/** The guest's page tables: four levels, 4 KiB pages, identity. Source: Intel SDM volume 3, 4.5. */
final class PageTables {
    private static final long PRESENT = 1;
    private static final long WRITE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long ACCESSED = 1 << 5;
    private static final long DIRTY = 1 << 6;
    /** Both set beforehand, so that no processor writes to a table. */
    private static final long SEEN = ACCESSED | DIRTY;

    private static final long NO_EXECUTE = 1L << 63;

    private final MemorySegment memory;
    private final long bytes;
    private final PageSet written;

    /** @param written takes every page that is written here */
    PageTables(MemorySegment memory, PageSet written) {
        this(memory, memory.byteSize(), written);
    }

    /**
     * Tables for more memory than there is: a trial.
     *
     * @param memory at least all below {@link GuestMap#USER_FLOOR}
     * @param bytes of the guest that they are for
     */
    PageTables(MemorySegment memory, long bytes, PageSet written) {
        this.memory = memory;
        this.bytes = bytes;
        this.written = written;
    }

    /** The tables of a new guest: its first 2 MiB for ring 0 alone, the stub, the two pages of its clock, and nothing else. */
    void write(Stub stub) {
        int tables = (int) (bytes / GuestMap.TABLE_COVERS);
        entry(GuestMap.PML4, GuestMap.PDPT | PRESENT | WRITE | USER | SEEN);
        entry(GuestMap.PDPT, GuestMap.PAGE_DIRECTORY | PRESENT | WRITE | USER | SEEN);
        for (int i = 0; i < tables; i++) {
            long table = GuestMap.PAGE_TABLES + (long) i * GuestMap.PAGE;
            entry(GuestMap.PAGE_DIRECTORY + i * 8L, table | PRESENT | WRITE | USER | SEEN);
        }
        for (long page = GuestMap.PML4; page < GuestMap.STUB; page += GuestMap.PAGE) {
            boolean code = page == GuestMap.GATES;
            entry(entryOf(page), page | PRESENT | SEEN | (code ? 0 : WRITE | NO_EXECUTE));
        }
        entry(entryOf(GuestMap.VDSO), GuestMap.VDSO | PRESENT | USER | SEEN);
        entry(entryOf(GuestMap.CLOCK), GuestMap.CLOCK | PRESENT | WRITE | USER | SEEN | NO_EXECUTE);
        entry(entryOf(GuestMap.STUB), GuestMap.STUB | PRESENT | SEEN | (stub.privilege() == 3 ? USER : 0));
    }

    /** What ring 3 may do with one page of its own; nothing at all unmaps it. */
    void set(long page, Access access) {
        long bits = page | PRESENT | USER | SEEN | (access.write() ? WRITE : 0) | (access.execute() ? 0 : NO_EXECUTE);
        entry(entryOf(page), access.any() ? bits : 0);
    }

    /** From now on the processor notes in the tables which of ring 3's pages it uses. */
    void watch() {
        for (long page = GuestMap.USER_FLOOR; page < bytes; page += GuestMap.PAGE) {
            long entry = memory.get(JAVA_LONG, entryOf(page));
            entry(entryOf(page), entry & ~SEEN);
        }
    }

    /** Whether the page was read, executed or written since {@link #watch}. */
    boolean wasUsed(long page) {
        return (memory.get(JAVA_LONG, entryOf(page)) & ACCESSED) != 0;
    }

    /** Whether a page of ring 3 was written by the guest since {@link #watch}. */
    boolean wasWritten(long page) {
        return page >= GuestMap.USER_FLOOR && (memory.get(JAVA_LONG, entryOf(page)) & DIRTY) != 0;
    }

    private static long entryOf(long address) {
        return GuestMap.PAGE_TABLES + (address / GuestMap.PAGE) * 8;
    }

    /** An entry that stays as it is costs no copy of its page. */
    private void entry(long at, long value) {
        if (memory.get(JAVA_LONG, at) != value) {
            memory.set(JAVA_LONG, at, value);
            written.add((int) (at / GuestMap.PAGE));
        }
    }
}
