package dev.airlock.cli;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.segments.Segment;
import dev.airlock.provenance.segments.SegmentEntry;
import dev.airlock.provenance.segments.SegmentManifest;
import dev.airlock.provenance.segments.SegmentWriter;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes what passes of the tokens topic to a segment for each partition. For one thread. */
final class SegmentExport implements AutoCloseable {
    private final Path directory;
    private final TokenSource source;
    private final Instant begin;
    private final Instant end;
    private final Map<Integer, Part> parts = new TreeMap<>();
    private long findings;

    /** One partition. */
    private static final class Part {
        private final ChainVerifier chains;
        private List<ChainHead> before = List.of();
        private List<ChainHead> after = List.of();
        private SegmentWriter writer;

        Part(ChainVerifier chains) {
            this.chains = chains;
        }
    }

    /**
     * @param begin only what was taken up then or later
     * @param end and before this
     */
    SegmentExport(Path directory, TokenSource source, Instant begin, Instant end) {
        this.directory = directory;
        this.source = source;
        this.begin = begin;
        this.end = end;
    }

    /** The next record of its partition. Every record moves the chains; those of the time that was asked for are written. */
    void take(Inbound record) {
        Part part = parts.computeIfAbsent(record.partition(), partition -> new Part(source.chains(partition)));
        boolean wanted =
                !record.appendedAt().isBefore(begin) && record.appendedAt().isBefore(end);
        try {
            if (wanted && part.writer == null) {
                part.before = part.chains.heads();
                part.writer = new SegmentWriter(Files.newOutputStream(draft(record.partition())));
            }
            follow(part, record, wanted);
            if (wanted) {
                part.writer.add(new SegmentEntry(
                        record.offset(), record.appendedAt().toEpochMilli(), Bytes.of(record.value())));
                part.after = part.chains.heads();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow(Part part, Inbound record, boolean wanted) {
        long found = 1;
        try {
            found = part.chains.next(source.read(record), record.offset()).size();
        } catch (TokenRejected | TokenSource.MalformedRecord e) {
            // One finding; airlock verify names it.
        }
        findings += wanted ? found : 0;
    }

    /** How much of what was written does not verify. */
    long findings() {
        return findings;
    }

    /** Gives the segments their names; what is to be signed. */
    SegmentManifest finish(Instant made) throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (var entry : parts.entrySet()) {
            Part part = entry.getValue();
            if (part.writer != null) {
                part.writer.close();
                var segment = new Segment(
                        entry.getKey(),
                        part.writer.first(),
                        part.writer.last(),
                        part.writer.count(),
                        part.writer.bytes(),
                        part.writer.hash(),
                        part.before,
                        part.after);
                Files.move(draft(entry.getKey()), directory.resolve(segment.file()));
                segments.add(segment);
            }
        }
        return new SegmentManifest(made, segments);
    }

    private Path draft(int partition) {
        return directory.resolve("tokens-" + partition + ".draft");
    }

    /** Removes what was not finished. */
    @Override
    public void close() throws IOException {
        for (var entry : parts.entrySet()) {
            if (entry.getValue().writer != null) {
                entry.getValue().writer.close();
                Files.deleteIfExists(draft(entry.getKey()));
            }
        }
    }
}
