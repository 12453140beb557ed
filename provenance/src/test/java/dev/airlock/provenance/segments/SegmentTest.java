package dev.airlock.provenance.segments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.export.Dsse;
import dev.airlock.provenance.segments.SegmentBroken.Reason;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
    private static final SigningKey KEY = SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]);
    private static final List<SegmentEntry> ENTRIES =
            List.of(entry(5, "five"), entry(7, ""), entry(8, "x".repeat(10_000)));

    private static SegmentEntry entry(long offset, String value) {
        return new SegmentEntry(offset, 1_000 + offset, Bytes.of(value.getBytes(UTF_8)));
    }

    private record Written(Bytes file, Segment segment) {
        byte[] bytes() {
            return file.toArray();
        }
    }

    private static Written written(List<SegmentEntry> entries) throws IOException {
        var file = new ByteArrayOutputStream();
        SegmentWriter writer = new SegmentWriter(file);
        try (writer) {
            for (SegmentEntry entry : entries) {
                writer.add(entry);
            }
        }
        var segment = new Segment(
                3, writer.first(), writer.last(), writer.count(), writer.bytes(), writer.hash(), List.of(), List.of());
        return new Written(Bytes.of(file.toByteArray()), segment);
    }

    private static List<SegmentEntry> read(Segment segment, byte[] bytes) throws IOException, SegmentBroken {
        List<SegmentEntry> entries = new ArrayList<>();
        try (var reader = new SegmentReader(segment, new ByteArrayInputStream(bytes))) {
            for (Optional<SegmentEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                entries.add(entry.get());
            }
        }
        return entries;
    }

    private static Segment changed(Segment segment, long first, long last, long count) {
        return new Segment(
                segment.partition(), first, last, count, segment.bytes(), segment.hash(), List.of(), List.of());
    }

    @Test
    void what_was_written_is_read_and_length_and_hash_are_the_files() throws Exception {
        Written written = written(ENTRIES);
        assertThat(read(written.segment(), written.bytes())).isEqualTo(ENTRIES);
        assertThat(written.segment().bytes()).isEqualTo(written.bytes().length);
        assertThat(written.segment().hash()).isEqualTo(Sha256.of(written.bytes()));
        assertThat(written.segment().file()).isEqualTo("tokens-3-5-8.seg.gz");
    }

    @Test
    void a_segment_that_is_torn_anywhere_is_found() throws Exception {
        Written written = written(ENTRIES);
        for (int length = 0; length < written.bytes().length; length++) {
            byte[] torn = Arrays.copyOf(written.bytes(), length);
            assertThatThrownBy(() -> read(written.segment(), torn)).isInstanceOf(SegmentBroken.class);
        }
    }

    @Test
    void bytes_of_anybody_are_a_segment_or_refused_and_never_more_than_that() throws Exception {
        Written written = written(ENTRIES);
        var chance = new Random(11);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = written.bytes().clone();
            bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
            try {
                read(written.segment(), bytes);
            } catch (SegmentBroken e) {
                assertThat(e).hasMessageStartingWith("tokens-3-5-8.seg.gz ");
            }
        }
    }

    @Test
    void other_offsets_or_another_number_of_records_than_the_manifest_says_are_found() throws Exception {
        Written written = written(ENTRIES);
        for (Segment wrong : List.of(
                changed(written.segment(), 4, 8, 3),
                changed(written.segment(), 5, 9, 3),
                changed(written.segment(), 5, 8, 2),
                changed(written.segment(), 5, 7, 2))) {
            assertThatThrownBy(() -> read(wrong, written.bytes()))
                    .isInstanceOfSatisfying(SegmentBroken.class, broken -> assertThat(broken.reason())
                            .isEqualTo(Reason.DISORDER));
        }
    }

    @Test
    void records_are_written_in_their_order_only() throws Exception {
        try (var writer = new SegmentWriter(new ByteArrayOutputStream())) {
            writer.add(entry(5, "five"));
            assertThatThrownBy(() -> writer.add(entry(5, "five"))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> entry(-1, "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_manifest_reads_back_as_itself_under_its_signers_key_only() throws Exception {
        ChainHead head = ChainHead.genesis(new ChainName(KEY.id(), Lane.BUS, 3));
        Segment plain = written(ENTRIES).segment();
        Segment segment = new Segment(
                plain.partition(),
                plain.first(),
                plain.last(),
                plain.count(),
                plain.bytes(),
                plain.hash(),
                List.of(),
                List.of(head));
        var manifest = new SegmentManifest(Instant.parse("2026-01-01T00:00:00Z"), List.of(segment));
        byte[] envelope = manifest.sign(KEY).getBytes(UTF_8);
        assertThat(SegmentManifest.open(envelope, List.of(KEY.verifyingKey()))).isEqualTo(manifest);
        assertThatThrownBy(() -> SegmentManifest.open(envelope, List.of()))
                .isInstanceOfSatisfying(SegmentBroken.class, broken -> assertThat(broken.reason())
                        .isEqualTo(Reason.BAD_MANIFEST));
        assertThatThrownBy(() -> new SegmentManifest(Instant.EPOCH, List.of(segment, segment)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"version\":1}",
                "{\"version\":2,\"made\":\"2026-01-01T00:00:00Z\",\"segments\":[]}",
                "{\"version\":1,\"made\":\"2026-01-01T00:00:00Z\",\"segments\":[{}]}",
                "{\"version\":1,\"made\":\"2026-01-01T00:00:00Z\",\"segments\":[{\"partition\":4294967296,\"first\":0,"
                        + "\"last\":0,\"count\":1,\"bytes\":1}]}",
                "{\"version\":1,\"made\":\"2026-01-01T00:00:00Z\",\"segments\":[{\"partition\":0,\"first\":0,"
                        + "\"last\":0,\"count\":9,\"bytes\":1}]}"
            })
    void what_was_signed_and_is_no_manifest_is_refused(String payload) {
        String envelope = Dsse.sign("application/vnd.airlock.segments+json", payload.getBytes(UTF_8), KEY);
        assertThatThrownBy(() -> SegmentManifest.open(envelope.getBytes(UTF_8), List.of(KEY.verifyingKey())))
                .isInstanceOfSatisfying(SegmentBroken.class, broken -> assertThat(broken.reason())
                        .isEqualTo(Reason.BAD_MANIFEST));
    }
}
