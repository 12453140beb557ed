package dev.airlock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.shell.Recorded;
import dev.airlock.ledger.audit.shell.Shelf;
import dev.airlock.provenance.segments.Segment;
import dev.airlock.provenance.segments.SegmentEntry;
import dev.airlock.provenance.segments.SegmentManifest;
import dev.airlock.provenance.segments.SegmentWriter;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports and a topic as one, with records whose values say where they lie. */
class ArchiveShelfTest {
    private static final int PARTITION = 2;
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path root;

    private final List<AuditFinding> faults = new ArrayList<>();
    private int exports;

    private static String text(long offset) {
        return "record " + offset;
    }

    private SegmentFolder export(long... offsets) throws IOException {
        return export(offsets, offset -> text(offset));
    }

    /** What a record of an export says. */
    private interface Saying {
        String at(long offset);
    }

    private SegmentFolder export(long[] offsets, Saying saying) throws IOException {
        Path folder = Files.createDirectory(root.resolve("export-" + exports++));
        Path draft = folder.resolve("draft");
        var writer = new SegmentWriter(Files.newOutputStream(draft));
        try (writer) {
            for (long offset : offsets) {
                writer.add(new SegmentEntry(
                        offset, AT.toEpochMilli(), Bytes.of(saying.at(offset).getBytes(UTF_8))));
            }
        }
        var segment = new Segment(
                PARTITION,
                writer.first(),
                writer.last(),
                writer.count(),
                writer.bytes(),
                writer.hash(),
                List.of(),
                List.of());
        Files.move(draft, folder.resolve(segment.file()));
        return new SegmentFolder(folder, new SegmentManifest(AT, List.of(segment)));
    }

    /** What is left of the topic. */
    private static Shelf bus(long... offsets) {
        return new Shelf() {
            @Override
            public void each(Topic topic, int partition, Consumer<Recorded> each) {
                if (topic == Topic.TOKENS && partition == PARTITION) {
                    LongStream.of(offsets)
                            .forEach(offset -> each.accept(new Recorded(
                                    RecordPlace.token(PARTITION, offset),
                                    AT,
                                    Optional.of(new byte[] {1}),
                                    text(offset).getBytes(UTF_8))));
                }
            }

            @Override
            public long offsets(Topic topic) {
                return offsets.length;
            }
        };
    }

    private List<String> read(Shelf bus, SegmentFolder... folders) throws Exception {
        List<String> texts = new ArrayList<>();
        new ArchiveShelf(bus, List.of(folders))
                .each(
                        Topic.TOKENS,
                        PARTITION,
                        record -> {
                            texts.add(new String(record.value(), UTF_8));
                            assertThat(record.appended()).isEqualTo(AT);
                        },
                        faults::add);
        return texts;
    }

    private static List<String> texts(long... offsets) {
        return LongStream.of(offsets).mapToObj(ArchiveShelfTest::text).toList();
    }

    @Test
    void records_come_once_and_in_order_from_exports_and_from_what_is_left_of_the_topic() throws Exception {
        assertThat(read(bus(5, 8, 9, 12), export(0, 1, 3), export(3, 5, 8))).isEqualTo(texts(0, 1, 3, 5, 8, 9, 12));
        assertThat(read(bus(), export(4, 6), export(0, 2))).isEqualTo(texts(0, 2, 4, 6));
        assertThat(faults).isEmpty();
    }

    @Test
    void the_buss_records_have_keys_and_exported_ones_have_none_that_anybody_kept() throws Exception {
        List<Boolean> keys = new ArrayList<>();
        new ArchiveShelf(bus(3, 4), List.of(export(0, 3)))
                .each(Topic.TOKENS, PARTITION, record -> keys.add(record.key().isPresent()));
        assertThat(keys).containsExactly(false, true, true);
    }

    @Test
    void another_record_than_was_exported_and_one_that_was_not_are_named() throws Exception {
        SegmentFolder other = export(new long[] {0, 3, 5}, offset -> offset == 3 ? "forged" : text(offset));
        assertThat(read(bus(3, 4, 5, 6), other)).isEqualTo(texts(0, 3, 4, 5, 6));
        assertThat(faults)
                .extracting(AuditFinding::toString)
                .containsExactly(
                        "TOKENS-2@3: another record than was exported: the segments have another record there",
                        "TOKENS-2@4: another record than was exported: the segments have no record there");
    }

    @Test
    void what_was_exported_and_is_not_in_the_topic_behind_its_first_record_was_taken_out() throws Exception {
        assertThat(read(bus(5, 9), export(0, 5, 8, 9, 12))).isEqualTo(texts(0, 5, 8, 9, 12));
        assertThat(faults)
                .extracting(AuditFinding::toString)
                .containsExactly(
                        "TOKENS-2@8: another record than was exported: it was exported, and is not in the topic any more",
                        "TOKENS-2@12: another record than was exported: it was exported, and is not in the topic any more");
    }

    @Test
    void two_exports_that_disagree_are_found_without_a_topic() throws Exception {
        SegmentFolder other = export(new long[] {1, 2}, offset -> "forged");
        assertThat(read(bus(), export(0, 1), other)).isEqualTo(List.of(text(0), text(1), "forged"));
        assertThat(faults).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(FindingKind.OTHER_RECORD);
            assertThat(fault.place()).isEqualTo(RecordPlace.token(PARTITION, 1));
        });
    }

    @Test
    void a_segment_that_is_damaged_or_gone_is_not_read_and_told() throws Exception {
        SegmentFolder tampered = export(0, 1);
        Path file = tampered.directory().resolve("tokens-2-0-1.seg.gz");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        SegmentFolder gone = export(2, 3);
        Files.delete(gone.directory().resolve("tokens-2-2-3.seg.gz"));
        assertThat(read(bus(4), tampered, gone)).isEqualTo(texts(4));
        assertThat(faults)
                .extracting(AuditFinding::toString)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("TOKENS-2@0: not read: TAMPERED: "),
                        second -> assertThat(second).startsWith("TOKENS-2@2: not read: MISSING: "));
    }
}
