package dev.airlock.cli;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.shell.Recorded;
import dev.airlock.ledger.audit.shell.Shelf;
import dev.airlock.provenance.segments.SegmentEntry;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The topic of tokens with what was exported of it: the bus may have been cut behind that. Where both have a record, it must be the same. All other
 * topics are the bus's. Memory: as {@link ArchiveReader}. For one thread.
 */
final class ArchiveShelf implements Shelf {
    private final Shelf bus;
    private final Map<Integer, List<ArchiveReader.Located>> segments;

    ArchiveShelf(Shelf bus, List<SegmentFolder> exports) {
        this.bus = bus;
        this.segments = exports.stream()
                .flatMap(folder -> folder.manifest().segments().stream()
                        .map(segment -> new ArchiveReader.Located(folder, segment)))
                .collect(Collectors.groupingBy(located -> located.segment().partition()));
    }

    @Override
    public void each(Topic topic, int partition, Consumer<Recorded> each) throws BusUnreachable {
        each(topic, partition, each, _ -> {});
    }

    @Override
    public void each(Topic topic, int partition, Consumer<Recorded> each, Consumer<AuditFinding> faults)
            throws BusUnreachable {
        if (topic != Topic.TOKENS || !segments.containsKey(partition)) {
            bus.each(topic, partition, each, faults);
            return;
        }
        try (var archive = new ArchiveReader(partition, segments.get(partition), faults)) {
            var both = new Both(partition, archive, each, faults);
            bus.each(topic, partition, both::fromTheBus, faults);
            both.restOfTheArchive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long offsets(Topic topic) throws BusUnreachable {
        long exported = segments.values().stream()
                .flatMap(List::stream)
                .mapToLong(located -> located.segment().count())
                .sum();
        return bus.offsets(topic) + (topic == Topic.TOKENS ? exported : 0);
    }

    /** One partition, from both in the order of offsets. */
    private final class Both {
        private final int partition;
        private final ArchiveReader archive;
        private final Consumer<Recorded> each;
        private final Consumer<AuditFinding> faults;
        /** The topic is cut at its beginning and nowhere else: what was exported and is not there behind its first record was taken out. */
        private boolean begun;

        Both(int partition, ArchiveReader archive, Consumer<Recorded> each, Consumer<AuditFinding> faults) {
            this.partition = partition;
            this.archive = archive;
            this.each = each;
            this.faults = faults;
        }

        void fromTheBus(Recorded record) {
            long offset = record.place().offset();
            exportedBefore(offset);
            begun = true;
            Optional<SegmentEntry> same = archive.peek().filter(entry -> entry.offset() == offset);
            if (same.isPresent()) {
                if (!isSame(same.get(), record)) {
                    tell(record, "the segments have another record there");
                }
                step();
            } else if (spans(offset)) {
                tell(record, "the segments have no record there");
            }
            each.accept(record);
        }

        void restOfTheArchive() {
            exportedBefore(Long.MAX_VALUE);
        }

        private void exportedBefore(long offset) {
            for (Optional<SegmentEntry> entry = archive.peek();
                    entry.isPresent() && entry.get().offset() < offset;
                    entry = archive.peek()) {
                Recorded record = recorded(entry.get());
                if (begun) {
                    tell(record, "it was exported, and is not in the topic any more");
                }
                each.accept(record);
                step();
            }
        }

        private Recorded recorded(SegmentEntry entry) {
            return new Recorded(
                    RecordPlace.token(partition, entry.offset()),
                    Instant.ofEpochMilli(entry.appendedMillis()),
                    Optional.empty(),
                    entry.value().toArray());
        }

        private static boolean isSame(SegmentEntry entry, Recorded record) {
            return entry.appendedMillis() == record.appended().toEpochMilli()
                    && Arrays.equals(entry.value().toArray(), record.value());
        }

        private boolean spans(long offset) {
            return segments.get(partition).stream()
                    .anyMatch(located -> located.segment().spans(offset));
        }

        private void tell(Recorded record, String text) {
            faults.accept(new AuditFinding(FindingKind.OTHER_RECORD, record.place(), Optional.empty(), text));
        }

        private void step() {
            try {
                archive.step();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
