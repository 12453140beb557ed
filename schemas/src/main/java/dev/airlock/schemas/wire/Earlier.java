package dev.airlock.schemas.wire;

import java.io.IOException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;

/**
 * An earlier version of a record's schema. What its writers wrote is read as the present record, and a present record is written as it, if
 * it has words for all that counts. Reading remembers where it is, so one thread at a time reads.
 */
final class Earlier {
    private final Schema writer;
    private final Schema reader;
    private final RecordMapping present;
    private final Class<?> type;
    private final long fingerprint;
    private final byte[] header;
    private Optional<ResolvingDecoder> made = Optional.empty();
    private Optional<RecordMapping> former = Optional.empty();

    /**
     * @param present how the present version is read
     * @param writer the earlier version: the present one's fields, without some, and its symbols, without some
     */
    Earlier(Class<?> type, RecordMapping present, Schema writer, Schema reader) {
        this.writer = writer;
        this.reader = reader;
        this.present = present;
        this.type = type;
        this.fingerprint = SchemaNormalization.parsingFingerprint64(writer);
        this.header = Codec.header(fingerprint);
    }

    long fingerprint() {
        return fingerprint;
    }

    /**
     * The record as the earlier version writes it; empty if a reader would then take it for another, but for what {@link RecordMapping#MAY_BE_MISSED}
     * says.
     */
    Optional<byte[]> write(Object value) {
        try {
            byte[] bytes = Codec.bytes(header, former(), value);
            // Compared as readers see it: a time has microseconds on the bus.
            Object meant = present.read(Codec.bodyOf(Codec.bytes(header, present, value)));
            return present.differ(meant, read(Codec.bodyOf(bytes))) ? Optional.empty() : Optional.of(bytes);
        } catch (NoSuchSymbol | Unreadable e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("what was just written cannot be read", e);
        }
    }

    private synchronized RecordMapping former() {
        if (former.isEmpty()) {
            former = Optional.of(RecordMapping.earlier(type, writer));
        }
        return former.get();
    }

    synchronized Object read(BinaryDecoder body) throws IOException, Unreadable {
        if (made.isEmpty()) {
            made = Optional.of(DecoderFactory.get().resolvingDecoder(writer, reader, null));
        }
        ResolvingDecoder resolving = made.get();
        resolving.configure(body);
        Object value = present.read(resolving);
        resolving.drain();
        return value;
    }
}
