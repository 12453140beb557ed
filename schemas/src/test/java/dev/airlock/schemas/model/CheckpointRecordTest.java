package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckpointRecordTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ROOT = "sha256:" + "0".repeat(64);

    private static CheckpointRecord record(int partition, long size, String root, long nextOffset, String note) {
        return new CheckpointRecord("airlock/main/tokens/3", partition, size, root, nextOffset, NOW, note);
    }

    @Test
    void a_head_covers_no_more_records_than_there_are_offsets() {
        assertThat(record(3, 7, ROOT, 7, "note").size()).isEqualTo(7);
        assertThatThrownBy(() -> record(3, 7, ROOT, 6, "note")).hasMessageContaining("next_offset is 6");
    }

    @Test
    void what_a_stranger_may_have_written_is_refused_by_its_field() {
        assertThatThrownBy(() -> record(-1, 7, ROOT, 7, "note")).hasMessageContaining("partition is -1");
        assertThatThrownBy(() -> record(70_000, 7, ROOT, 7, "note")).hasMessageContaining("partition is 70000");
        assertThatThrownBy(() -> record(3, -1, ROOT, 7, "note")).hasMessageContaining("size is -1");
        assertThatThrownBy(() -> record(3, 7, "sha256:0", 7, "note")).hasMessageContaining("root");
        assertThatThrownBy(() -> record(3, 7, ROOT, 7, "x".repeat(16_385))).hasMessageContaining("note has 16385");
    }
}
