package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.KvmDirtyLog;
import dev.airlock.linux.PagemapScan;
import dev.airlock.linux.Vm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Finds the pages of one machine that may differ from its snapshot. On the machine's thread, while the guest stands still. */
sealed interface DirtyPages extends AutoCloseable {
    /**
     * Leaves in {@code into} every page that was written, by whom ever, and possibly others.
     *
     * @param candidates every page that can have been written
     * @param written what the VMM wrote
     */
    void find(PageRuns candidates, PageSet written, PageRuns into) throws Errno;

    @Override
    void close();

    /** The pages of a private mapping that have become copies of their own. */
    record Scanned(PagemapScan scan, MemorySegment memory) implements DirtyPages {
        /** Runs for one call of the kernel: a warmed interpreter leaves some fifty. */
        private static final int REGIONS = 512;

        static Scanned of(MemorySegment memory, Arena arena) throws Errno {
            return new Scanned(PagemapScan.open(arena, REGIONS), memory);
        }

        @Override
        public void find(PageRuns candidates, PageSet written, PageRuns into) throws Errno {
            into.clear();
            for (int run = 0; run < candidates.size(); run++) {
                scan.find(
                        memory,
                        (long) candidates.first(run) * GuestMap.PAGE,
                        (long) candidates.end(run) * GuestMap.PAGE,
                        (from, end) -> into.add((int) (from / GuestMap.PAGE), (int) (end / GuestMap.PAGE)));
            }
        }

        @Override
        public void close() {
            scan.close();
        }
    }

    /** KVM's log and the VMM's own. */
    record Logged(Vm vm, KvmDirtyLog log, PageSet found) implements DirtyPages {
        static Logged of(Vm vm, MemorySegment memory, Arena arena) {
            int pages = (int) (memory.byteSize() / GuestMap.PAGE);
            return new Logged(vm, new KvmDirtyLog(Machine.MEMORY_SLOT, pages, arena), new PageSet(pages));
        }

        @Override
        public void find(PageRuns candidates, PageSet written, PageRuns into) throws Errno {
            vm.dirtyLog(log);
            found.clear();
            found.addAll(written);
            for (int i = 0; i < log.words(); i++) {
                found.addWord(i, log.word(i));
            }
            into.set(found);
        }

        @Override
        public void close() {}
    }
}
