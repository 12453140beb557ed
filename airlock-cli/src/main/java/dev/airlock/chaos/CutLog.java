package dev.airlock.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.utils.BufferSupplier;

/**
 * Takes a record out of a partition's log, as who has the broker's disk can: all others stay where they are, with their offsets and times, and their
 * batches have the right checksums. Kafka's own way for compaction, of its internals, since no broker does this for anybody.
 *
 * <p>Preconditions: the broker has ended in order. It makes anew the indexes that are missing.
 */
final class CutLog {
    private static final int SLACK_BYTES = 1 << 16;

    private CutLog() {}

    /**
     * Takes one record out.
     *
     * @param log where the broker has its partitions
     * @param partition for example {@code airlock.tokens.v1-3}
     * @throws IOException if there is no such record
     */
    static void remove(Path log, String partition, long offset) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(log.resolve(partition))) {
            segments = files.filter(file -> file.toString().endsWith(".log")).toList();
        }
        for (Path segment : segments) {
            if (removed(segment, offset)) {
                String name = segment.getFileName().toString();
                String base = name.substring(0, name.length() - ".log".length());
                Files.deleteIfExists(segment.resolveSibling(base + ".index"));
                Files.deleteIfExists(segment.resolveSibling(base + ".timeindex"));
                return;
            }
        }
        throw new IOException(log.resolve(partition) + " has no record " + offset);
    }

    private static boolean removed(Path segment, long offset) throws IOException {
        ByteBuffer before = ByteBuffer.wrap(Files.readAllBytes(segment));
        MemoryRecords.FilterResult result = MemoryRecords.readableRecords(before)
                .filterTo(
                        new AllBut(offset),
                        ByteBuffer.allocate(before.remaining() + SLACK_BYTES),
                        BufferSupplier.NO_CACHING);
        if (result.messagesRetained() == result.messagesRead()) {
            return false;
        }
        ByteBuffer after = result.outputBuffer();
        after.flip();
        byte[] bytes = new byte[after.remaining()];
        after.get(bytes);
        Files.write(segment, bytes);
        return true;
    }

    /** Batches stay even when nothing is left in them, so that no offset is given again. */
    private static final class AllBut extends MemoryRecords.RecordFilter {
        private final long offset;

        AllBut(long offset) {
            super(0, Long.MAX_VALUE);
            this.offset = offset;
        }

        @Override
        protected BatchRetentionResult checkBatchRetention(RecordBatch batch) {
            return new BatchRetentionResult(BatchRetention.RETAIN_EMPTY, false);
        }

        @Override
        protected boolean shouldRetainRecord(RecordBatch batch, Record record) {
            return record.offset() != offset;
        }
    }
}
