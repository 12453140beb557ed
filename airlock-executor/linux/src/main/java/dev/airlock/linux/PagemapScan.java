package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/**
 * Finds the pages of a private file mapping that have become copies of its own: the ioctl PAGEMAP_SCAN of Linux 6.7 and
 * later. For the thread whose arena it was opened in. Source: include/uapi/linux/fs.h and
 * Documentation/admin-guide/mm/pagemap.rst, v6.12.
 */
public final class PagemapScan implements AutoCloseable {
    /** struct pm_scan_arg. */
    static final StructLayout ARGUMENT = MemoryLayout.structLayout(
            JAVA_LONG.withName("size"),
            JAVA_LONG.withName("flags"),
            JAVA_LONG.withName("start"),
            JAVA_LONG.withName("end"),
            JAVA_LONG.withName("walk_end"),
            JAVA_LONG.withName("vec"),
            JAVA_LONG.withName("vec_len"),
            JAVA_LONG.withName("max_pages"),
            JAVA_LONG.withName("category_inverted"),
            JAVA_LONG.withName("category_mask"),
            JAVA_LONG.withName("category_anyof_mask"),
            JAVA_LONG.withName("return_mask"));

    /** struct page_region. */
    static final StructLayout REGION = MemoryLayout.structLayout(
            JAVA_LONG.withName("start"), JAVA_LONG.withName("end"), JAVA_LONG.withName("categories"));

    static final long PAGEMAP_SCAN = IoctlNumber.both('f', 16, ARGUMENT);

    private static final int PAGE = 4096;
    private static final long PAGE_IS_FILE = 1 << 2;
    private static final long PAGE_IS_PRESENT = 1 << 3;
    /** Swapped out, or under migration at this moment. */
    private static final long PAGE_IS_SWAPPED = 1 << 4;

    private static final long START = at("start");
    private static final long END = at("end");
    private static final long WALK_END = at("walk_end");

    private final Descriptor pagemap;
    private final MemorySegment argument;
    private final MemorySegment regions;

    /** Takes what is found: a run of whole pages. */
    @FunctionalInterface
    public interface Found {
        /** Bytes {@code from} to {@code end} of the mapping, both multiples of the page size. */
        void run(long from, long end);
    }

    private PagemapScan(Descriptor pagemap, Arena arena, int regionsMax) {
        this.pagemap = pagemap;
        this.regions = arena.allocate(REGION, regionsMax);
        this.argument = arena.allocate(ARGUMENT);
        argument.set(JAVA_LONG, at("size"), ARGUMENT.byteSize());
        argument.set(JAVA_LONG, at("vec"), regions.address());
        argument.set(JAVA_LONG, at("vec_len"), regionsMax);
        argument.set(JAVA_LONG, at("category_inverted"), PAGE_IS_FILE);
        argument.set(JAVA_LONG, at("category_mask"), PAGE_IS_FILE);
        argument.set(JAVA_LONG, at("category_anyof_mask"), PAGE_IS_PRESENT | PAGE_IS_SWAPPED);
        argument.set(JAVA_LONG, at("return_mask"), PAGE_IS_PRESENT);
    }

    /**
     * Opens this process's own page map.
     *
     * @param arena keeps what the kernel fills in
     * @param regionsMax runs that one call of the kernel can return; more only takes more calls
     */
    public static PagemapScan open(Arena arena, int regionsMax) throws Errno {
        return new PagemapScan(new Descriptor(Libc.open(Pagemap.FILE, Pagemap.O_RDONLY_CLOEXEC)), arena, regionsMax);
    }

    /** Whether this kernel has the ioctl at all. */
    public static boolean available() {
        try (Arena arena = Arena.ofConfined();
                PagemapScan scan = open(arena, 1)) {
            scan.find(arena.allocate(PAGE, PAGE), 0, PAGE, (_, _) -> {});
            return true;
        } catch (Errno e) {
            return false; // ENOTTY before Linux 6.7; EACCES where /proc is closed
        }
    }

    /**
     * Walks bytes {@code from} to {@code end} of {@code mapping}, to their end whatever the kernel returns at a time.
     * Both are multiples of the page size.
     */
    public void find(MemorySegment mapping, long from, long end, Found found) throws Errno {
        long base = mapping.address();
        argument.set(JAVA_LONG, END, base + end);
        long next = base + from;
        do {
            argument.set(JAVA_LONG, START, next);
            int count = Libc.ioctl("PAGEMAP_SCAN", pagemap.number(), PAGEMAP_SCAN, argument);
            for (int i = 0; i < count; i++) {
                long region = i * REGION.byteSize();
                found.run(regions.get(JAVA_LONG, region) - base, regions.get(JAVA_LONG, region + Long.BYTES) - base);
            }
            next = argument.get(JAVA_LONG, WALK_END);
        } while (next < base + end);
    }

    private static long at(String name) {
        return ARGUMENT.byteOffset(PathElement.groupElement(name));
    }

    @Override
    public void close() {
        pagemap.close();
    }
}
