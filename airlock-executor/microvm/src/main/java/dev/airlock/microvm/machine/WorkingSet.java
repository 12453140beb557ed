package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.HostMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntPredicate;

/**
 * The pages that a run is expected to use. A fork gets its own copies of those that are written beforehand, so that its first run has no
 * page faults for them; those that are only read stay the snapshot's. A hint: a fork that gets none, or the wrong ones, runs as
 * well, only later. Never changed; any thread.
 */
public final class WorkingSet {
    /** Pages between two read ones that are cheaper to bring in than to leave out; a copy, which is copied back, never is. */
    private static final int READ_GAP = 4;

    /** 16 MiB: more would cost a fork more than it saves. */
    private static final int MOST_PAGES = 4096;

    /** A run of so many pages, and of more, is copied by one call of the kernel; in shorter ones each page is written to. */
    private static final int TOUCHED = 4;

    private final PageRuns written = new PageRuns(0);
    private final PageRuns read = new PageRuns(READ_GAP);

    private WorkingSet() {}

    /** Nothing is expected. */
    public static WorkingSet none() {
        return new WorkingSet();
    }

    static WorkingSet of(int pageCount, IntPredicate isUsed, IntPredicate isWritten) {
        WorkingSet set = new WorkingSet();
        for (int page = (int) (GuestMap.PAGE_TABLES / GuestMap.PAGE); page < pageCount; page++) {
            if (isWritten.test(page)) {
                if (set.written.pages() < MOST_PAGES) {
                    set.written.add(page, page + 1);
                }
            } else if (set.read.pages() < MOST_PAGES
                    && page >= GuestMap.USER_FLOOR / GuestMap.PAGE
                    && isUsed.test(page)) {
                set.read.add(page, page + 1);
            }
        }
        return set;
    }

    /** Pages that are written: a fork's own share of memory. */
    public int writtenPages() {
        return written.pages();
    }

    /**
     * Copies the written pages of a private mapping, and maps the others.
     *
     * @param pristine the same bytes
     */
    public void prefault(MemorySegment memory, MemorySegment pristine) {
        try {
            // Copies first: the other way round their pages would be mapped to be read, and then once more.
            copy(memory, pristine);
            advise(memory, read, HostMemory.MADV_POPULATE_READ);
        } catch (Errno e) {
            // Linux before 5.14, or a host short of memory: what is left is faulted in when it is used.
        }
    }

    private void copy(MemorySegment memory, MemorySegment pristine) throws Errno {
        for (int run = 0; run < written.size(); run++) {
            if (written.end(run) - written.first(run) < TOUCHED) {
                for (int page = written.first(run); page < written.end(run); page++) {
                    long at = (long) page * GuestMap.PAGE;
                    memory.set(ValueLayout.JAVA_BYTE, at, pristine.get(ValueLayout.JAVA_BYTE, at));
                }
            } else {
                advise(memory, written, run, HostMemory.MADV_POPULATE_WRITE);
            }
        }
    }

    private static void advise(MemorySegment memory, PageRuns runs, int run, int advice) throws Errno {
        long from = (long) runs.first(run) * GuestMap.PAGE;
        HostMemory.advise(memory.asSlice(from, (long) runs.end(run) * GuestMap.PAGE - from), advice);
    }

    private static void advise(MemorySegment memory, PageRuns runs, int advice) throws Errno {
        for (int run = 0; run < runs.size(); run++) {
            advise(memory, runs, run, advice);
        }
    }
}
