package dev.airlock.lane.shell;

import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListSet;

/** The records with which runs began whose end is not on the disk yet. Any thread. */
final class OpenRuns {
    private final ConcurrentSkipListSet<Long> begins = new ConcurrentSkipListSet<>();

    void began(long sequence) {
        begins.add(sequence);
    }

    void ended(OptionalLong begin) {
        begin.ifPresent(begins::remove);
    }

    /** Records from here on may still be needed, if nothing older is. */
    long needed(long otherwise) {
        Long oldest = begins.ceiling(0L);
        return oldest == null ? otherwise : Math.min(oldest, otherwise);
    }
}
