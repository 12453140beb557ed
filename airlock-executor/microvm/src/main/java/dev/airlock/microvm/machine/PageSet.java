package dev.airlock.microvm.machine;

import java.util.Arrays;

/** A set of a guest's pages, one bit each. For one thread; nothing is allocated after it was made. */
final class PageSet {
    private final long[] words;

    PageSet(int pageCount) {
        words = new long[(pageCount + Long.SIZE - 1) / Long.SIZE];
    }

    void add(int page) {
        words[page >>> 6] |= 1L << page;
    }

    /** Adds every page that one of these bytes lies in. */
    void addBytes(long address, long bytes) {
        int last = (int) ((address + bytes - 1) / GuestMap.PAGE);
        for (int page = (int) (address / GuestMap.PAGE); bytes > 0 && page <= last; page++) {
            add(page);
        }
    }

    /** Adds 64 pages at a time; the lowest bit is page {@code 64 * index}. */
    void addWord(int index, long word) {
        words[index] |= word;
    }

    void addAll(PageSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
        }
    }

    void retainAll(PageSet other) {
        for (int i = 0; i < words.length; i++) {
            words[i] &= other.words[i];
        }
    }

    /** Adds the pages from {@code first} to the one before {@code end}. */
    void addRun(int first, int end) {
        for (int page = first; page < end; page++) {
            add(page);
        }
    }

    boolean holds(int page) {
        return (words[page >>> 6] >>> page & 1) != 0;
    }

    int count() {
        int count = 0;
        for (long word : words) {
            count += Long.bitCount(word);
        }
        return count;
    }

    void clear() {
        Arrays.fill(words, 0);
    }

    /** The first page of the set from {@code page} on, or -1. */
    int next(int page) {
        return nextWhere(page, 0);
    }

    /** The first page from {@code page} on that is not in the set; the page after the last if all are. */
    int nextMissing(int page) {
        int missing = nextWhere(page, -1L);
        return missing < 0 ? words.length * Long.SIZE : missing;
    }

    private int nextWhere(int page, long flip) {
        int index = page >>> 6;
        if (index >= words.length) {
            return -1;
        }
        long word = (words[index] ^ flip) & (-1L << page);
        while (word == 0) {
            index++;
            if (index == words.length) {
                return -1;
            }
            word = words[index] ^ flip;
        }
        return (index << 6) + Long.numberOfTrailingZeros(word);
    }
}
