package dev.airlock.microvm.machine;

import java.util.Arrays;

/** Runs of pages in rising order, joined where they touch or nearly do. For one thread; grows and is used again. */
final class PageRuns {
    private final int gap;
    private int[] bounds = new int[64];
    private int size;
    private int pages;

    /** @param gap pages between two runs that are taken along rather than left out */
    PageRuns(int gap) {
        this.gap = gap;
    }

    void clear() {
        size = 0;
        pages = 0;
    }

    /** Adds a run that begins at or after the start of the last one. */
    void add(int first, int end) {
        if (size > 0 && first - bounds[2 * size - 1] <= gap) {
            int before = bounds[2 * size - 1];
            bounds[2 * size - 1] = Math.max(before, end);
            pages += bounds[2 * size - 1] - before;
            return;
        }
        if (2 * size == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * size] = first;
        bounds[2 * size + 1] = end;
        size++;
        pages += end - first;
    }

    /** Adds every run of a set, in place of what was there. */
    void set(PageSet set) {
        clear();
        for (int first = set.next(0); first >= 0; first = set.next(set.nextMissing(first))) {
            add(first, set.nextMissing(first));
        }
    }

    /** How many runs. */
    int size() {
        return size;
    }

    /** How many pages in all. */
    int pages() {
        return pages;
    }

    int first(int run) {
        return bounds[2 * run];
    }

    /** The page after the run's last. */
    int end(int run) {
        return bounds[2 * run + 1];
    }
}
