package dev.airlock.road.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.metadata.FenceBrokerRecord;
import org.apache.kafka.common.metadata.UnfenceBrokerRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.apache.kafka.server.common.ApiMessageAndVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetadataLogTest {
    @TempDir
    private Path log;

    private Path segment;

    @BeforeEach
    void begin() throws IOException {
        assertThat(MetadataLog.isNew(log)).isTrue();
        segment = Files.createDirectory(log.resolve("__cluster_metadata-0")).resolve("00000000000000000000.log");
        Files.write(segment, batch(new UnfenceBrokerRecord().setId(1).setEpoch(1)));
    }

    private static byte[] batch(ApiMessage message) {
        var record = new ApiMessageAndVersion(message, (short) 0);
        var cache = new ObjectSerializationCache();
        ByteBuffer value = ByteBuffer.allocate(MetadataRecordSerde.INSTANCE.recordSize(record, cache));
        MetadataRecordSerde.INSTANCE.write(record, cache, new ByteBufferAccessor(value));
        ByteBuffer batch = MemoryRecords.withRecords(Compression.NONE, new SimpleRecord(value.flip()))
                .buffer();
        byte[] bytes = new byte[batch.remaining()];
        batch.get(bytes);
        return bytes;
    }

    @Test
    void the_last_word_on_the_broker_counts() throws IOException {
        assertThat(MetadataLog.isNew(log)).isFalse();
        assertThat(MetadataLog.lastWord(log)).isEqualTo(MetadataLog.Word.ALIVE);
        Files.write(segment, batch(new FenceBrokerRecord().setId(1).setEpoch(1)), StandardOpenOption.APPEND);
        assertThat(MetadataLog.lastWord(log)).isEqualTo(MetadataLog.Word.AT_REST);
    }

    @Test
    void what_a_power_cut_has_torn_is_no_word() throws IOException {
        byte[] fenced = batch(new FenceBrokerRecord().setId(1).setEpoch(1));
        byte[] damaged = fenced.clone();
        damaged[damaged.length - 1] ^= 1;
        for (byte[] torn : List.of(new byte[4096], Arrays.copyOf(fenced, fenced.length - 1), damaged)) {
            Files.write(segment, batch(new UnfenceBrokerRecord().setId(1).setEpoch(1)));
            Files.write(segment, torn, StandardOpenOption.APPEND);
            assertThat(MetadataLog.lastWord(log)).isEqualTo(MetadataLog.Word.ALIVE);
        }
    }

    @Test
    void it_is_read_while_a_controller_writes_it_and_loses_nothing_by_that() throws IOException {
        byte[] batch = batch(new UnfenceBrokerRecord().setId(1).setEpoch(1));
        long before = Files.size(segment);
        var done = new AtomicBoolean();
        CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(() -> append(batch, done));
        try {
            for (int i = 0; i < 30; i++) {
                assertThat(MetadataLog.lastWord(log)).isEqualTo(MetadataLog.Word.ALIVE);
            }
        } finally {
            done.set(true);
        }
        assertThat(Files.size(segment)).isEqualTo(before + (long) writing.join() * batch.length);
    }

    private int append(byte[] batch, AtomicBoolean done) {
        int written = 0;
        try (OutputStream out = Files.newOutputStream(segment, StandardOpenOption.APPEND)) {
            while (!done.get() && written < 1_000) {
                out.write(batch);
                written++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return written;
    }
}
