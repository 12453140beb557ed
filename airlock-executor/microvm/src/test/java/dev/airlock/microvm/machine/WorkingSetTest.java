package dev.airlock.microvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.linux.Memfd;
import dev.airlock.linux.PagemapScan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a fork has of its own before it runs, on real mappings. */
class WorkingSetTest {
    private static final int MEMORY = 32 << 20;
    private static final int PAGES = MEMORY / GuestMap.PAGE;

    private final long seed = Long.getLong("airlock.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    /** Alone, in short runs and in long ones; only where a guest may have written. */
    private BitSet someRuns() {
        BitSet pages = new BitSet();
        int page = (int) (GuestMap.USER_FLOOR / GuestMap.PAGE);
        while (page < PAGES - 40) {
            int length = 1 + random.nextInt(random.nextBoolean() ? 2 : 20);
            pages.set(page, page + length);
            page += length + 1 + random.nextInt(300);
        }
        return pages;
    }

    @Test
    void a_fork_has_copies_of_the_pages_that_are_written_and_of_no_others_and_all_bytes_are_the_snapshots()
            throws Exception {
        assumeTrue(PagemapScan.available(), "SKIPPED: this kernel has no PAGEMAP_SCAN (Linux 6.7)");
        BitSet written = someRuns();
        BitSet used = someRuns();
        used.or(written);
        try (Arena arena = Arena.ofConfined();
                Memfd file = Memfd.create("airlock-test", MEMORY);
                PagemapScan scan = PagemapScan.open(arena, 512)) {
            MemorySegment shared = file.mapShared(arena);
            byte[] noise = new byte[MEMORY];
            random.nextBytes(noise);
            MemorySegment.copy(MemorySegment.ofArray(noise), 0, shared, 0, MEMORY);
            MemorySegment pristine = file.mapToRead(arena);
            MemorySegment memory = file.mapPrivate(arena);
            WorkingSet set = WorkingSet.of(PAGES, used::get, written::get);
            set.prefault(memory, pristine);
            BitSet copies = new BitSet();
            scan.find(
                    memory,
                    0,
                    MEMORY,
                    (from, end) -> copies.set((int) (from / GuestMap.PAGE), (int) (end / GuestMap.PAGE)));
            assertThat(copies).as("seed %d", seed).isEqualTo(written);
            assertThat(set.writtenPages()).isEqualTo(written.cardinality());
            assertThat(memory.mismatch(pristine)).as("seed %d", seed).isEqualTo(-1);
        }
    }
}
