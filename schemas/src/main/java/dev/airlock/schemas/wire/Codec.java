package dev.airlock.schemas.wire;

import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * One record of the road to bytes and back, in Avro's single-object encoding: C3 01, the schema's CRC-64-AVRO fingerprint in
 * little-endian order, the binary body. Source: Avro 1.12 specification, "Single-object encoding".
 *
 * <p>A record that was written by an earlier version of the schema is read as the present one, whose new fields have their
 * defaults. What is written is the present one, or, while nodes of the release before are there, that one's.
 *
 * <p>Decoding trusts nothing: a foreign fingerprint, a length beyond the record, bytes left over and a value that the model
 * refuses are all {@link Malformed}. Avro looks whether the bytes of a length are there before it makes room for them, so that one which is
 * not there costs no memory. Values are read and written directly, with nothing of Avro's in between. Safe for use by many threads.
 */
public final class Codec<T extends Record> {
    private static final int HEADER_LENGTH = 10;
    /** Enough for most records, so that none is copied while it is written. */
    private static final int ROOM = 4096;

    private static final short MARKER = (short) 0xC301;

    static {
        DecodeLimits.apply();
    }

    private final Schema schema;
    private final RecordMapping mapping;
    private final Class<T> type;
    private final byte[] header;
    private final long own;
    private final Map<Long, Earlier> earlier;
    private final Optional<Earlier> previous;

    private Codec(Class<T> type, Schema schema, List<Schema> earlier) {
        this.type = type;
        this.schema = schema;
        this.mapping = RecordMapping.of(type, schema);
        this.own = SchemaNormalization.parsingFingerprint64(schema);
        this.header = header(own);
        List<Earlier> versions = earlier.stream()
                .map(writer -> new Earlier(type, mapping, writer, schema))
                .toList();
        this.earlier =
                versions.stream().collect(Collectors.toUnmodifiableMap(Earlier::fingerprint, version -> version));
        this.previous = versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /**
     * The codec of {@code type} by the schema {@code avro/NAME.avsc} of this jar.
     *
     * @param earlier the names of its earlier versions, in {@code avro/earlier}; the last is the one of the release before
     */
    static <T extends Record> Codec<T> of(Class<T> type, String name, String... earlier) {
        return new Codec<>(
                type,
                read(name),
                Stream.of(earlier).map(version -> read("earlier/" + version)).toList());
    }

    private static Schema read(String name) {
        try (InputStream in = Codec.class.getResourceAsStream("/avro/" + name + ".avsc")) {
            if (in == null) {
                throw new IllegalStateException("avro/" + name + ".avsc is not on the class path");
            }
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Schema schema() {
        return schema;
    }

    /** The bytes of {@code value}, in the version that {@link Codecs#write} asks for. */
    public byte[] encode(T value) {
        return encode(value, Codecs.written());
    }

    /** In the present version, too, if the previous one has no words for it: who knows that one only then refuses it. */
    byte[] encode(T value, SchemaVersion version) {
        return switch (version) {
            case PRESENT -> bytes(header, mapping, value);
            case PREVIOUS ->
                previous.flatMap(before -> before.write(value)).orElseGet(() -> encode(value, SchemaVersion.PRESENT));
        };
    }

    /** Whether those who read what {@link #encode} writes can read this, all of it that counts. */
    public boolean canBeRead(T value) {
        return Codecs.written() == SchemaVersion.PRESENT
                || previous.isEmpty()
                || previous.get().write(value).isPresent();
    }

    /** A record as single-object encoding has it. */
    static byte[] bytes(byte[] header, Mapping mapping, Object value) {
        var out = new ByteArrayOutputStream(ROOM);
        out.writeBytes(header);
        try {
            mapping.write(value, EncoderFactory.get().directBinaryEncoder(out, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** What {@code bytes} say; never throws on any bytes. */
    public Decoded<T> decode(byte[] bytes) {
        if (bytes.length < HEADER_LENGTH || ByteBuffer.wrap(bytes).getShort() != MARKER) {
            return new Malformed<>("not single-object encoded: it starts with " + start(bytes, 2) + ", not C301");
        }
        long writer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
        Earlier before = earlier.get(writer);
        if (writer != own && before == null) {
            return new Malformed<>("schema fingerprint "
                    + start(bytes, HEADER_LENGTH).substring(4) + " is not that of " + schema.getFullName());
        }
        try {
            BinaryDecoder body = bodyOf(bytes);
            Object value = writer == own ? mapping.read(body) : before.read(body);
            return body.isEnd()
                    ? new Good<>(type.cast(value))
                    : new Malformed<>("bytes are left over after the " + schema.getName());
        } catch (Unreadable e) {
            return new Malformed<>(e.getMessage());
        } catch (IOException | RuntimeException e) {
            return new Malformed<>("not a " + schema.getName() + ": " + e.getMessage());
        }
    }

    static BinaryDecoder bodyOf(byte[] bytes) {
        return DecoderFactory.get().binaryDecoder(bytes, HEADER_LENGTH, bytes.length - HEADER_LENGTH, null);
    }

    private static String start(byte[] bytes, int length) {
        return HexFormat.of().withUpperCase().formatHex(bytes, 0, Math.min(length, bytes.length));
    }

    static byte[] header(long fingerprint) {
        return ByteBuffer.allocate(HEADER_LENGTH)
                .putShort(MARKER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(fingerprint)
                .array();
    }
}
