package dev.airlock.road.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.metadata.BrokerRegistrationChangeRecord;
import org.apache.kafka.common.metadata.FenceBrokerRecord;
import org.apache.kafka.common.metadata.RegisterBrokerRecord;
import org.apache.kafka.common.metadata.UnfenceBrokerRecord;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metadata log of a broker's directory, read from the outside. */
final class MetadataLog {
    private static final Logger LOG = LoggerFactory.getLogger(MetadataLog.class);
    private static final Path METADATA = Path.of("__cluster_metadata-0");

    /** The last word of the log on the broker; its beginning is cut off after a week. */
    enum Word {
        NONE,
        ALIVE,
        AT_REST
    }

    private MetadataLog() {}

    /** Whether no broker ever started here. */
    static boolean isNew(Path log) {
        return segments(log.resolve(METADATA)).isEmpty();
    }

    /** What the log says as far as it is written; also while a controller writes it. */
    static Word lastWord(Path log) {
        Word word = Word.NONE;
        for (Path segment : segments(log.resolve(METADATA))) {
            word = after(segment, word);
        }
        return word;
    }

    private static Word after(Path segment, Word before) {
        try {
            FileRecords records = FileRecords.open(segment.toFile(), false);
            try {
                return after(records, before);
            } finally {
                // Its close() would cut the file off where it ended when it was opened, and a controller writes to it.
                records.closeHandlers();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a power cut has torn is no word: the broker that starts cuts it off. */
    private static Word after(FileRecords records, Word before) {
        Word word = before;
        try {
            for (RecordBatch batch : records.batches()) {
                batch.ensureValid();
                word = batch.isControlBatch() ? word : after(batch, word);
            }
        } catch (KafkaException torn) {
            LOG.warn("metadata log torn=\"{}\"", torn.toString());
        }
        return word;
    }

    private static Word after(RecordBatch batch, Word before) {
        Word word = before;
        for (Record record : batch) {
            ApiMessage message = MetadataRecordSerde.INSTANCE
                    .read(new ByteBufferAccessor(record.value()), record.valueSize())
                    .message();
            word = switch (message) {
                case RegisterBrokerRecord registered -> registered.fenced() ? Word.AT_REST : Word.ALIVE;
                case UnfenceBrokerRecord _ -> Word.ALIVE;
                case FenceBrokerRecord _ -> Word.AT_REST;
                case BrokerRegistrationChangeRecord change
                when change.fenced() != 0 -> change.fenced() > 0 ? Word.AT_REST : Word.ALIVE;
                default -> word;
            };
        }
        return word;
    }

    private static List<Path> segments(Path metadata) {
        if (!Files.isDirectory(metadata)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(metadata)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
