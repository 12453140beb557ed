package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages that a private mapping of a sealed file has copied, on a real mapping of this process. */
class PagemapScanTest {
    private static final int PAGE = 4096;
    private static final int PAGES = 2048;
    /** Less than what is found: several calls of the kernel for one answer. */
    private static final int FEW_REGIONS = 7;

    @BeforeEach
    void the_kernel_has_the_ioctl() {
        assumeTrue(PagemapScan.available(), "SKIPPED: this kernel has no PAGEMAP_SCAN (Linux 6.7)");
    }

    @Test
    void the_number_is_the_kernels() {
        assertThat(PagemapScan.PAGEMAP_SCAN).isEqualTo(0xC060_6610L);
        assertThat(PagemapScan.REGION.byteSize()).isEqualTo(24);
    }

    @Test
    void exactly_the_written_pages_are_found_whatever_was_read() throws Errno {
        try (Arena arena = Arena.ofConfined();
                PagemapScan scan = PagemapScan.open(arena, FEW_REGIONS)) {
            MemorySegment memory = fork(arena);
            long seed = new Random().nextLong();
            BitSet written = touch(memory, new Random(seed));
            assertThat(found(scan, memory)).as("seed %d", seed).isEqualTo(written);
        }
    }

    @Test
    void a_scan_of_a_part_finds_nothing_of_the_rest() throws Errno {
        try (Arena arena = Arena.ofConfined();
                PagemapScan scan = PagemapScan.open(arena, FEW_REGIONS)) {
            MemorySegment memory = fork(arena);
            memory.fill((byte) 2);
            BitSet found = new BitSet();
            scan.find(
                    memory, 100 * PAGE, 200 * PAGE, (from, end) -> found.set((int) (from / PAGE), (int) (end / PAGE)));
            BitSet part = new BitSet();
            part.set(100, 200);
            assertThat(found).isEqualTo(part);
        }
    }

    @Test
    void pages_that_the_host_wants_to_swap_out_are_found_all_the_same() throws Errno {
        try (Arena arena = Arena.ofConfined();
                PagemapScan scan = PagemapScan.open(arena, FEW_REGIONS)) {
            MemorySegment memory = fork(arena);
            BitSet written = touch(memory, new Random(1));
            HostMemory.advise(memory, HostMemory.MADV_PAGEOUT);
            assertThat(found(scan, memory)).isEqualTo(written);
        }
    }

    @Test
    void a_copy_that_was_given_back_is_no_longer_found() throws Errno {
        try (Arena arena = Arena.ofConfined();
                PagemapScan scan = PagemapScan.open(arena, FEW_REGIONS)) {
            MemorySegment memory = fork(arena);
            memory.fill((byte) 2);
            HostMemory.advise(memory, HostMemory.MADV_DONTNEED);
            assertThat(found(scan, memory).isEmpty()).isTrue();
        }
    }

    @Test
    void populated_for_reading_is_no_copy_and_for_writing_it_is_one() throws Errno {
        try (Arena arena = Arena.ofConfined();
                PagemapScan scan = PagemapScan.open(arena, FEW_REGIONS)) {
            MemorySegment memory = fork(arena);
            HostMemory.advise(memory, HostMemory.MADV_POPULATE_READ);
            assertThat(found(scan, memory).isEmpty()).isTrue();
            HostMemory.advise(memory.asSlice(0, 3 * PAGE), HostMemory.MADV_POPULATE_WRITE);
            assertThat(found(scan, memory).cardinality()).isEqualTo(3);
        }
    }

    @Test
    void the_page_map_sees_what_is_held_without_the_ioctl() throws Errno {
        try (Arena arena = Arena.ofConfined();
                Pagemap pagemap = Pagemap.open()) {
            MemorySegment memory = fork(arena);
            BitSet written = touch(memory, new Random(2));
            BitSet held = pagemap.held(memory);
            BitSet both = (BitSet) held.clone();
            both.and(written);
            assertThat(both).isEqualTo(written);
            HostMemory.advise(memory, HostMemory.MADV_DONTNEED);
            assertThat(pagemap.held(memory).isEmpty()).isTrue();
        }
    }

    @Test
    void memory_that_is_locked_is_found_and_stays_in_place() throws Errno {
        try (Arena arena = Arena.ofConfined();
                PagemapScan scan = PagemapScan.open(arena, FEW_REGIONS)) {
            MemorySegment memory = fork(arena).asSlice(0, 16 * PAGE);
            try {
                HostMemory.lockOnFault(memory);
            } catch (Errno e) {
                assumeTrue(false, "SKIPPED: RLIMIT_MEMLOCK forbids even 64 KiB");
            }
            memory.set(JAVA_BYTE, 5 * PAGE, (byte) 9);
            assertThatThrownBy(() -> HostMemory.advise(memory, HostMemory.MADV_PAGEOUT))
                    .isInstanceOf(Errno.class);
            BitSet one = new BitSet();
            one.set(5);
            assertThat(found(scan, memory)).isEqualTo(one);
        }
    }

    private static BitSet found(PagemapScan scan, MemorySegment memory) throws Errno {
        BitSet found = new BitSet();
        scan.find(memory, 0, memory.byteSize(), (from, end) -> found.set((int) (from / PAGE), (int) (end / PAGE)));
        return found;
    }

    /** Writes a third of the pages, reads another, and says which were written. */
    private static BitSet touch(MemorySegment memory, Random random) {
        BitSet written = new BitSet();
        long sum = 0;
        for (int page = 0; page < memory.byteSize() / PAGE; page++) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    memory.set(JAVA_BYTE, (long) page * PAGE + random.nextInt(PAGE), (byte) 2);
                    written.set(page);
                }
                case 1 -> sum += memory.get(JAVA_BYTE, (long) page * PAGE);
                default -> sum++;
            }
        }
        assertThat(sum).isPositive();
        return written;
    }

    /** A private mapping of a sealed file of ones. */
    private static MemorySegment fork(Arena arena) throws Errno {
        try (Memfd file = Memfd.create("airlock-test", (long) PAGES * PAGE)) {
            try (Arena writing = Arena.ofConfined()) {
                file.mapShared(writing).fill((byte) 1);
            }
            file.seal();
            return file.mapPrivate(arena);
        }
    }
}
