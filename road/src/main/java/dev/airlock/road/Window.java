package dev.airlock.road;

import java.util.Collection;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which records of one partition are out, and which are done: the arithmetic of finishing out of order. Pure; one thread.
 *
 * <p>At any moment: every offset below {@link #committed} is done; an offset at or above it is open, done, or not seen yet.
 */
final class Window {
    private final NavigableSet<Long> open = new TreeSet<>();
    private final NavigableSet<Long> done;
    private long next;

    /** Goes on where a commit left off. */
    Window(long committed, Mark mark) {
        this.next = committed;
        this.done = new TreeSet<>(mark.done());
    }

    /** Whether a record was finished by an earlier owner, so that it is only to be passed over. */
    boolean alreadyDone(long offset) {
        return done.contains(offset);
    }

    /** Whether the record is so near to the oldest open one that its end could be told. */
    boolean reaches(long offset) {
        return offset - committed() < Mark.SPAN;
    }

    /** A record has been passed over. */
    void passed(long offset) {
        next = offset + 1;
        done.headSet(committed()).clear();
    }

    /** A record has been handed out. */
    void opened(long offset) {
        next = offset + 1;
        open.add(offset);
    }

    int openCount() {
        return open.size();
    }

    /** The offset up to which all is done. */
    long committed() {
        return open.isEmpty() ? next : open.first();
    }

    /** What {@link #committed} would be if these were done too. */
    long committedWith(Set<Long> finished) {
        for (long offset : open) {
            if (!finished.contains(offset)) {
                return offset;
            }
        }
        return next;
    }

    /** What would be done beyond {@link #committedWith}. */
    NavigableSet<Long> doneWith(Set<Long> finished) {
        NavigableSet<Long> beyond = new TreeSet<>(done);
        beyond.addAll(finished);
        beyond.headSet(committedWith(finished)).clear();
        return beyond;
    }

    /** These are done, and their commit has happened. */
    void finish(Collection<Long> finished) {
        open.removeAll(finished);
        done.addAll(finished);
        done.headSet(committed()).clear();
    }
}
