package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.HostMemory;
import dev.airlock.linux.Pagemap;
import dev.airlock.microvm.store.BadState;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Mapping, unmapping and protecting the guest's memory: page book, page tables and the processor's own caches agree
 * when a method returns. All addresses and lengths are whole pages inside {@link #holds}.
 */
public final class AddressSpace {
    private final MemorySegment memory;
    private final PageBook book;
    private final PageTables tables;
    private final GuestMemory view;
    private final StaleMappings staleMappings;
    /** Pages that we have written, rather than the guest, since the fork or the last reset. */
    private final PageSet written;
    /** Pages that a guest can write without asking us: ours, which the processor writes for it, and those it had from the start. */
    private final PageSet writable;

    private final PageRuns stale = new PageRuns(0);
    private final ClockPage clock;

    AddressSpace(MemorySegment memory, PageBook book) {
        this.memory = memory;
        this.book = book;
        this.written = new PageSet(book.count());
        this.writable = new PageSet(book.count());
        this.tables = new PageTables(memory, written);
        this.view = new GuestMemory(memory, book, written);
        this.staleMappings = new StaleMappings(memory);
        this.clock = new ClockPage(memory, written);
        writable.addBytes(0, GuestMap.USER_FLOOR);
        book.addWritable(writable);
    }

    /**
     * What {@link Machine#furnish} and a guest's calls have made of a memory, as {@link #bookBytes} told of it.
     *
     * @param memory a power of two of pages; only read
     * @param book a line for each of them
     * @param held the pages of the memory that are not all zeros
     * @throws BadState if no guest can have such a book, or if page tables, descriptor tables, stub or pages are not those of this book
     */
    public static AddressSpace stored(MemorySegment memory, byte[] book, Stub stub, BitSet held) throws BadState {
        if (book.length != memory.byteSize() / GuestMap.PAGE) {
            throw new BadState("a book of %d pages for %d bytes".formatted(book.length, memory.byteSize()));
        }
        AddressSpace space = new AddressSpace(memory, PageBook.of(book));
        space.requireOwnPages(stub);
        int first = first(GuestMap.USER_FLOOR);
        for (int page = held.nextSetBit(first); page >= 0; page = held.nextSetBit(page + 1)) {
            if (!space.book.isUsed(page)) {
                throw new BadState("page %d holds something and is not used".formatted(page));
            }
        }
        return space;
    }

    /** Everything below the guest's first page is what it would be if it were written now, but for what a fault leaves on its stack. */
    private void requireOwnPages(Stub stub) throws BadState {
        MemorySegment expected = MemorySegment.ofArray(new long[(int) (GuestMap.USER_FLOOR / Long.BYTES)]);
        new DescriptorTables(expected).write(stub);
        PageTables trial = new PageTables(expected, bytes(), new PageSet(book.count()));
        trial.write(stub);
        for (int page = first(GuestMap.USER_FLOOR); page < book.count(); page++) {
            trial.set((long) page * GuestMap.PAGE, book.access(page));
        }
        for (long at = 0; at < GuestMap.USER_FLOOR; at += GuestMap.PAGE) {
            boolean same = memory.asSlice(at, GuestMap.PAGE).mismatch(expected.asSlice(at, GuestMap.PAGE)) < 0;
            if (!same && at != GuestMap.FAULT_STACK) {
                throw new BadState("the machine's own page at 0x%x is not what belongs there".formatted(at));
            }
        }
    }

    /** What is known of each page, a byte each: for {@link #stored}. */
    public byte[] bookBytes() {
        return book.bytes();
    }

    /** The same memory through the guest's own permissions. */
    public GuestMemory memory() {
        return view;
    }

    /** How the guest reads its clock by itself. */
    public ClockPage clock() {
        return clock;
    }

    /** Bytes from address 0 to the end of memory. */
    public long bytes() {
        return memory.byteSize();
    }

    public long mappedBytes() {
        return (long) book.mapped() * GuestMap.PAGE;
    }

    /** The most that was mapped at one time. */
    public long peakBytes() {
        return (long) book.peak() * GuestMap.PAGE;
    }

    /** Whether a range starts at a page and lies where a guest may map; {@code bytes} need not be whole pages. */
    public boolean holds(long address, long bytes) {
        return address % GuestMap.PAGE == 0
                && address >= GuestMap.USER_FLOOR
                && bytes > 0
                && address <= bytes()
                && bytes <= bytes() - address;
    }

    /** The highest free range of that size. */
    public OptionalLong findFree(long bytes) {
        long wanted = bytes / GuestMap.PAGE;
        int floor = (int) (GuestMap.USER_FLOOR / GuestMap.PAGE);
        long free = 0;
        for (int page = book.count() - 1; page >= floor; page--) {
            free = book.isMapped(page) ? 0 : free + 1;
            if (free == wanted) {
                return OptionalLong.of((long) page * GuestMap.PAGE);
            }
        }
        return OptionalLong.empty();
    }

    /** Whether nothing of the range is mapped. */
    public boolean isFree(long address, long bytes) {
        return none(address, bytes, book::isMapped);
    }

    /** Whether all of the range is mapped. */
    public boolean isMapped(long address, long bytes) {
        return all(address, bytes, book::isMapped);
    }

    /** Whether every page of the range holds unmodified bytes of a file of the image. */
    public boolean isPristine(long address, long bytes) {
        return all(address, bytes, book::isPristine);
    }

    /** Whether the guest may execute any page of the range. */
    public boolean isExecutable(long address, long bytes) {
        return !none(address, bytes, page -> book.access(page).execute());
    }

    /** Whether any page of the range was mapped from a file. */
    public boolean hasFile(long address, long bytes) {
        return !none(address, bytes, book::isFile);
    }

    /** Whether every page of the range has the same access as the first. */
    public boolean isUniform(long address, long bytes) {
        return all(address, bytes, page -> book.access(page) == access(address));
    }

    /** The access of the range's first page. */
    public Access access(long address) {
        return book.access(first(address));
    }

    /** Maps zeros, in place of whatever was there. */
    public void mapZeros(long address, long bytes, Access access) {
        boolean flush = goesStale(address, bytes, access);
        for (int page = first(address); page < end(address, bytes); page++) {
            clear(page);
            enter(page, access, PageBook.Content.ZEROS);
        }
        flushIf(flush, address, bytes);
    }

    /** Maps the bytes of a file of the image, zeros after their end, in place of whatever was there. */
    public void mapFile(long address, long bytes, Access access, MemorySegment content) {
        boolean flush = goesStale(address, bytes, access);
        long length = Math.min(bytes, content.byteSize());
        for (int page = first(address); page < end(address, bytes); page++) {
            if ((long) page * GuestMap.PAGE + GuestMap.PAGE > address + length) {
                clear(page);
            }
            enter(page, access, PageBook.Content.FILE);
        }
        written.addBytes(address, length);
        memory.asSlice(address, length).copyFrom(content.asSlice(0, length));
        flushIf(flush, address, bytes);
    }

    /** Gives the range back; parts that are not mapped stay so. */
    public void unmap(long address, long bytes) {
        boolean flush = goesStale(address, bytes, Access.NONE);
        for (int page = first(address); page < end(address, bytes); page++) {
            book.unmap(page);
            tables.set((long) page * GuestMap.PAGE, Access.NONE);
        }
        flushIf(flush, address, bytes);
    }

    /** Changes what the guest may do with a range, all of which is mapped. */
    public void protect(long address, long bytes, Access access) {
        boolean flush = goesStale(address, bytes, access);
        for (int page = first(address); page < end(address, bytes); page++) {
            enter(page, access, PageBook.Content.SAME);
        }
        flushIf(flush, address, bytes);
    }

    /** Moves the content of one mapped range to another that is mapped, with no regard to what the guest may do. */
    public void copy(long from, long to, long bytes) {
        written.addBytes(to, bytes);
        MemorySegment.copy(memory, from, memory, to, bytes);
    }

    /** Zeros in place of what the guest wrote into a mapped range; its access stays. */
    public void zero(long address, long bytes) {
        for (int page = first(address); page < end(address, bytes); page++) {
            fillWithZeros(page);
        }
    }

    /** Adds every page that can differ from what it was at the fork or the last reset. */
    void mayHaveChanged(PageSet into) {
        into.addAll(writable);
        into.addAll(book.touched());
        into.addAll(written);
    }

    /** Pages that the VMM has written since the fork or the last reset. */
    PageSet written() {
        return written;
    }

    /**
     * Goes back to what was mapped at the fork, once the memory has been copied back: the book is restored, and no processor
     * remembers a mapping that was made or changed since.
     */
    void reset() {
        stale.clear();
        PageSet touched = book.touched();
        for (int page = touched.next(0); page >= 0; page = touched.next(page + 1)) {
            if (book.access(page).isStaleAs(book.originalAccess(page))) {
                stale.add(page, page + 1);
            }
        }
        staleMappings.flush(stale);
        book.reset();
        written.clear();
    }

    /** The same book over another mapping of the same bytes: a fork. */
    public AddressSpace fork(MemorySegment copy) {
        return new AddressSpace(copy, book.copy());
    }

    /** From now on {@link #used} knows which pages are used. */
    public void watch() {
        tables.watch();
    }

    /** The pages used since {@link #watch}, as far as they are still mapped, and those that we wrote. */
    public WorkingSet used() {
        return WorkingSet.of(
                book.count(),
                page -> tables.wasUsed((long) page * GuestMap.PAGE),
                page -> tables.wasWritten((long) page * GuestMap.PAGE) || written.holds(page));
    }

    /** Nothing of what the guest's clock showed stays behind. */
    public void clearClock() {
        clock.clear();
    }

    /** Gives pages that the guest no longer has back to the host. Only for a shared mapping of a memfd. */
    public void discardFree() throws Errno {
        for (int page = (int) (GuestMap.USER_FLOOR / GuestMap.PAGE); page < book.count(); page++) {
            if (!book.isMapped(page) && book.isUsed(page)) {
                HostMemory.advise(memory.asSlice((long) page * GuestMap.PAGE, GuestMap.PAGE), HostMemory.MADV_REMOVE);
                book.cleared(page);
            }
        }
    }

    /** The tree over every byte that may differ from zero. Only before a guest runs on this mapping. */
    public PageTree tree() {
        BitSet used = new BitSet(book.count());
        used.set(0, first(GuestMap.USER_FLOOR));
        for (int page = first(GuestMap.USER_FLOOR); page < book.count(); page++) {
            used.set(page, book.isUsed(page));
        }
        return PageTree.of(memory, used);
    }

    /** The tree over every byte that is there, by the host's own page map rather than by what we believe to have been written. */
    public PageTree tree(PageTree origin) throws Errno {
        try (Pagemap pagemap = Pagemap.open()) {
            return origin.fork(memory, pagemap.held(memory));
        }
    }

    /** Adds what is known of each page. */
    public void digest(MessageDigest into) {
        into.update(book.bytes());
    }

    private void enter(int page, Access access, PageBook.Content content) {
        book.map(page, access, content);
        tables.set((long) page * GuestMap.PAGE, access);
    }

    private void clear(int page) {
        if (book.isUsed(page)) {
            fillWithZeros(page);
            book.cleared(page);
        }
    }

    private void fillWithZeros(int page) {
        memory.asSlice((long) page * GuestMap.PAGE, GuestMap.PAGE).fill((byte) 0);
        written.add(page);
    }

    private boolean goesStale(long address, long bytes, Access access) {
        return !none(address, bytes, page -> book.access(page).isStaleAs(access));
    }

    private void flushIf(boolean needed, long address, long bytes) {
        if (needed) {
            staleMappings.flush(first(address), end(address, bytes));
        }
    }

    private static boolean all(long address, long bytes, IntPredicate fact) {
        return IntStream.range(first(address), end(address, bytes)).allMatch(fact);
    }

    private static boolean none(long address, long bytes, IntPredicate fact) {
        return IntStream.range(first(address), end(address, bytes)).noneMatch(fact);
    }

    private static int first(long address) {
        return (int) (address / GuestMap.PAGE);
    }

    private static int end(long address, long bytes) {
        return (int) ((address + bytes + GuestMap.PAGE - 1) / GuestMap.PAGE);
    }
}
