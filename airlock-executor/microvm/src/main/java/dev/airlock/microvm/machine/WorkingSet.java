package dev.airlock.microvm.machine;

import dev.airlock.linux.Errno;
import dev.airlock.linux.HostMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The pages that a run is expected to use. Giving a fork its own copies of them at once costs a third of what a page
 * fault each would. A hint: a fork that gets none, or the wrong ones, runs as well, only later.
 */
public final class WorkingSet {
    /** Pages between two used ones that are cheaper to copy than to leave out. */
    private static final int GAP = 4;

    /** 16 MiB: more would cost a fork more than it saves. */
    private static final int MOST_PAGES = 4096;

    private record Range(int first, int count) {
        int end() {
            return first + count;
        }
    }

    private final List<Range> ranges;

    private WorkingSet(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
    }

    /** Nothing is expected. */
    public static WorkingSet none() {
        return new WorkingSet(List.of());
    }

    static WorkingSet of(int pageCount, IntPredicate used) {
        List<Range> ranges = new ArrayList<>();
        int pages = 0;
        for (int page = (int) (GuestMap.USER_FLOOR / GuestMap.PAGE); page < pageCount && pages < MOST_PAGES; page++) {
            if (!used.test(page)) {
                continue;
            }
            boolean near = !ranges.isEmpty() && page - ranges.getLast().end() <= GAP;
            Range range = near ? ranges.removeLast() : new Range(page, 0);
            ranges.add(new Range(range.first(), page + 1 - range.first()));
            pages += page + 1 - range.end();
        }
        return new WorkingSet(ranges);
    }

    /** Pages in the set. */
    public int pages() {
        return ranges.stream().mapToInt(Range::count).sum();
    }

    /** Copies the set's pages in a private mapping, as a write to each would. */
    public void prefault(MemorySegment memory) {
        try {
            for (Range range : ranges) {
                MemorySegment pages =
                        memory.asSlice((long) range.first() * GuestMap.PAGE, (long) range.count() * GuestMap.PAGE);
                HostMemory.advise(pages, HostMemory.MADV_POPULATE_WRITE);
            }
        } catch (Errno e) {
            // Linux before 5.14, or a host short of memory: each page is then faulted in when it is used.
        }
    }
}
