package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.KvmDirtyLog;
import dev.airlock.linux.PagemapScan;
import dev.airlock.linux.ThreadFaults;
import dev.airlock.linux.Vm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Finds the pages of one machine that may differ from its snapshot. On the machine's thread, while the guest stands still. */
sealed interface DirtyPages extends AutoCloseable {
    /**
     * Leaves in {@code into} every page that was written, by whom ever, and possibly others.
     *
     * @param possible every page that can have been written
     * @param written what the VMM wrote
     */
    void find(PageSet possible, PageSet written, PageRuns into) throws Errno;

    /** How many pages were ever found to be the memory's own: what it costs, whatever the last run did. */
    int copies();

    @Override
    void close();

    /**
     * The pages of a private mapping that have become copies of its own. Once a copy, a page stays one, and none becomes one without a page
     * fault on the machine's thread: where the kernel counts those, it is asked for new copies only after it has resolved some. Nothing that
     * a guest does keeps a fault from being counted, and a fault that made no copy costs one question too many.
     */
    final class Scanned implements DirtyPages {
        /** Runs for one call of the kernel: a warmed interpreter leaves some fifty. */
        private static final int REGIONS = 512;
        /** Pages between two candidates that are cheaper to scan than to leave out. */
        private static final int GAP = 64;

        private final PagemapScan scan;
        private final MemorySegment memory;
        private final Optional<ThreadFaults> faults;
        /** Every copy that was ever found. */
        private final PageSet copies;

        private final PageSet changed;
        private final PageRuns candidates = new PageRuns(GAP);
        private final int pages;
        private boolean begun;
        private long faultsBefore;

        private Scanned(PagemapScan scan, MemorySegment memory, Optional<ThreadFaults> faults) {
            this.scan = scan;
            this.memory = memory;
            this.faults = faults;
            this.pages = (int) (memory.byteSize() / GuestMap.PAGE);
            this.copies = new PageSet(pages);
            this.changed = new PageSet(pages);
        }

        /** @param counted whether {@link ThreadFaults} tells of every copy: {@link FaultProbe} */
        static Scanned of(MemorySegment memory, boolean counted, Arena arena) throws Errno {
            return new Scanned(
                    PagemapScan.open(arena, REGIONS),
                    memory,
                    counted ? Optional.of(new ThreadFaults(arena)) : Optional.empty());
        }

        @Override
        public void find(PageSet possible, PageSet written, PageRuns into) throws Errno {
            // Counted before the scan: a fault that comes while it goes on is one of the next time's.
            long faultsNow = faults.isPresent() ? faults.get().count() : faultsBefore + 1;
            if (!begun) {
                candidates.clear();
                candidates.add(
                        0,
                        pages); // some were made copies of beforehand, and not all of those can have been written yet
                scan();
            } else if (faultsNow != faultsBefore) {
                candidates.set(possible);
                scan();
            }
            begun = true;
            faultsBefore = faultsNow;
            changed.clear();
            changed.addAll(copies);
            changed.retainAll(possible);
            into.set(changed);
        }

        @Override
        public int copies() {
            return copies.count();
        }

        private void scan() throws Errno {
            for (int run = 0; run < candidates.size(); run++) {
                scan.find(
                        memory,
                        (long) candidates.first(run) * GuestMap.PAGE,
                        (long) candidates.end(run) * GuestMap.PAGE,
                        (from, end) -> copies.addRun((int) (from / GuestMap.PAGE), (int) (end / GuestMap.PAGE)));
            }
        }

        @Override
        public void close() {
            scan.close();
        }
    }

    /** KVM's log and the VMM's own. */
    record Logged(Vm vm, KvmDirtyLog log, PageSet found, PageSet ever) implements DirtyPages {
        static Logged of(Vm vm, MemorySegment memory, Arena arena) {
            int pages = (int) (memory.byteSize() / GuestMap.PAGE);
            return new Logged(
                    vm, new KvmDirtyLog(Machine.MEMORY_SLOT, pages, arena), new PageSet(pages), new PageSet(pages));
        }

        @Override
        public void find(PageSet possible, PageSet written, PageRuns into) throws Errno {
            vm.dirtyLog(log);
            found.clear();
            found.addAll(written);
            for (int i = 0; i < log.words(); i++) {
                found.addWord(i, log.word(i));
            }
            ever.addAll(found);
            into.set(found);
        }

        @Override
        public int copies() {
            return ever.count();
        }

        @Override
        public void close() {}
    }
}
