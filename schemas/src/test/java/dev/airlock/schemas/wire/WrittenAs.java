package dev.airlock.schemas.wire;

import dev.airlock.schemas.model.Envelope;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** In which version of its schema a record was written, as Avro's own reader sees it, which knows that version and no other. */
public final class WrittenAs {
    private static final int HEADER_BYTES = 10;

    private WrittenAs() {}

    /**
     * The version, read to its last byte.
     *
     * @param record plain or in an envelope
     * @param versions the names of those that it may be, of the present one or of earlier ones
     */
    public static String of(byte[] record, String... versions) throws IOException {
        byte[] bytes = unwrapped(record);
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(Short.BYTES);
        for (String version : versions) {
            Schema schema = schema(version);
            if (SchemaNormalization.parsingFingerprint64(schema) == fingerprint) {
                BinaryDecoder body = body(bytes);
                Object _ = new GenericDatumReader<>(schema).read(null, body);
                if (!body.isEnd()) {
                    throw new IOException("bytes are left over after " + version);
                }
                return version;
            }
        }
        throw new IOException("none of " + List.of(versions) + ": " + Long.toHexString(fingerprint));
    }

    /** What is left of a record of {@code name}'s version when only {@code version} is known, as a writer of that one writes it. */
    static byte[] projected(byte[] record, String name, String version) throws IOException {
        Schema earlier = schema(version);
        Object left = new GenericDatumReader<>(schema(name), earlier).read(null, body(record));
        var out = new ByteArrayOutputStream();
        out.writeBytes(Codec.header(SchemaNormalization.parsingFingerprint64(earlier)));
        new GenericDatumWriter<>(earlier).write(left, EncoderFactory.get().directBinaryEncoder(out, null));
        return out.toByteArray();
    }

    private static byte[] unwrapped(byte[] record) {
        return Envelopes.CODEC.decode(record) instanceof Good<Envelope>(Envelope envelope)
                ? envelope.body().toArray()
                : record;
    }

    private static BinaryDecoder body(byte[] bytes) {
        return DecoderFactory.get().binaryDecoder(Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length), null);
    }

    private static Schema schema(String version) throws IOException {
        String place = Stream.of("/avro/" + version + ".avsc", "/avro/earlier/" + version + ".avsc")
                .filter(path -> Codec.class.getResource(path) != null)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no schema " + version));
        try (InputStream in = Codec.class.getResourceAsStream(place)) {
            return new Schema.Parser().parse(in);
        }
    }
}
