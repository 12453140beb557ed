package dev.airlock.cli;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.segments.Segment;
import dev.airlock.provenance.segments.SegmentBroken;
import dev.airlock.provenance.segments.SegmentEntry;
import dev.airlock.provenance.segments.SegmentReader;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The records of one partition that were exported, by offset, each once. A record that two exports have otherwise, and a segment that is not what
 * was exported, are findings. Memory: a record of each segment that reaches over the same offsets. For one thread.
 */
final class ArchiveReader implements Closeable {
    private final int partition;
    private final Consumer<AuditFinding> faults;
    private final Deque<Located> later;
    private final PriorityQueue<Opened> open = new PriorityQueue<>(Comparator.comparingLong(Opened::offset));
    private Optional<SegmentEntry> next = Optional.empty();

    /** A segment where it is. */
    record Located(SegmentFolder folder, Segment segment) {}

    /** A segment that is being read, at a record. */
    private record Opened(Located located, SegmentReader reader, SegmentEntry entry) {
        long offset() {
            return entry.offset();
        }
    }

    /** @param segments of this partition, in any order */
    ArchiveReader(int partition, List<Located> segments, Consumer<AuditFinding> faults) throws IOException {
        this.partition = partition;
        this.faults = faults;
        this.later = new ArrayDeque<>(segments.stream()
                .sorted(Comparator.comparingLong(located -> located.segment().first()))
                .toList());
        step();
    }

    /** The next record; empty behind the last. */
    Optional<SegmentEntry> peek() {
        return next;
    }

    /** Goes on behind the next record. */
    void step() throws IOException {
        while (!later.isEmpty()
                && (open.isEmpty()
                        || later.getFirst().segment().first() <= open.peek().offset())) {
            begin(later.removeFirst());
        }
        Opened first = open.poll();
        next = Optional.ofNullable(first).map(Opened::entry);
        if (first == null) {
            return;
        }
        advance(first.located(), first.reader());
        while (!open.isEmpty() && open.peek().offset() == first.offset()) {
            Opened same = open.poll();
            if (!same.entry().equals(first.entry())) {
                tell(
                        FindingKind.OTHER_RECORD,
                        first.offset(),
                        same.located().segment().file() + " has another record than an earlier export");
            }
            advance(same.located(), same.reader());
        }
    }

    private void begin(Located located) throws IOException {
        try {
            advance(located, located.folder().open(located.segment()));
        } catch (SegmentBroken e) {
            broken(located, e);
        }
    }

    private void advance(Located located, SegmentReader reader) throws IOException {
        try {
            Optional<SegmentEntry> entry = reader.next();
            if (entry.isPresent()) {
                open.add(new Opened(located, reader, entry.get()));
                return;
            }
        } catch (SegmentBroken e) {
            broken(located, e);
        }
        reader.close();
    }

    private void broken(Located located, SegmentBroken problem) {
        tell(FindingKind.UNREAD, located.segment().first(), problem.reason() + ": " + problem.getMessage());
    }

    private void tell(FindingKind kind, long offset, String text) {
        faults.accept(new AuditFinding(kind, RecordPlace.token(partition, offset), Optional.empty(), text));
    }

    @Override
    public void close() throws IOException {
        for (Opened one : open) {
            one.reader().close();
        }
    }
}
