package dev.airlock.chaos;

import dev.airlock.schemas.keys.Domain;
import dev.airlock.schemas.keys.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Bad copies of a good record, made with Avro alone. */
final class Forgery {
    private static final int HEADER = 10;
    private static final int NO_SUCH_ORDINAL = 99;

    private final String kind;
    private final byte[] genuine;
    private final SigningKey writer;
    private final GenericRecord envelope;

    /**
     * @param kind the schema of the body, for example {@code order}
     * @param genuine a record that its readers believe
     * @param writer the key of a station that may write such records
     */
    Forgery(String kind, byte[] genuine, SigningKey writer) {
        this.kind = kind.toLowerCase(Locale.ROOT);
        this.genuine = genuine;
        this.writer = writer;
        this.envelope = read(schema("envelope"), genuine);
    }

    /** What no reader can read, whoever signed it. */
    List<byte[]> unreadable() {
        byte[] noise = new byte[300];
        new Random(7).nextBytes(noise);
        byte[] foreign = genuine.clone();
        foreign[5] ^= 1;
        return List.of(
                noise,
                new byte[0],
                new byte[] {(byte) 0xC3, 1},
                Arrays.copyOf(genuine, genuine.length / 2),
                Arrays.copyOf(genuine, genuine.length + 1),
                foreign,
                signed(Arrays.copyOf(body(), body().length - 3), writer),
                signed(withUnknownEnum(), writer));
    }

    /** What can be read, and that none of the writers said. */
    List<byte[]> unbelievable(SigningKey stranger, SigningKey ofAnotherRole) {
        byte[] changed = body();
        changed[changed.length - 1] ^= 1;
        byte[] scratched = signature();
        scratched[3] ^= 1;
        return List.of(
                sealed("", body(), new byte[0]),
                sealed(keyId(), body(), scratched),
                sealed(keyId(), changed, signature()),
                sealed(keyId(), body(), new byte[0]),
                sealed("ed25519:nonsense", body(), signature()),
                signed(body(), stranger),
                signed(body(), ofAnotherRole));
    }

    /** The genuine record with one text of the body replaced, signed as it should be. */
    byte[] with(String field, String text) {
        GenericRecord body = read(schema(kind), body());
        body.put(field, text);
        return signed(write(body(), body), writer);
    }

    /** With an enum read as the number that it is on the wire, any number can be written. */
    private byte[] withUnknownEnum() {
        Schema known = schema(kind);
        Schema loose = Schema.createRecord(known.getName(), known.getDoc(), known.getNamespace(), false);
        loose.setFields(known.getFields().stream()
                .map(field -> new Schema.Field(
                        field.name(),
                        field.schema().getType() == Schema.Type.ENUM ? Schema.create(Schema.Type.INT) : field.schema(),
                        field.doc()))
                .collect(Collectors.toList()));
        GenericRecord body = read(loose, body());
        Stream<Schema.Field> enums =
                known.getFields().stream().filter(field -> field.schema().getType() == Schema.Type.ENUM);
        enums.findFirst()
                .ifPresentOrElse(
                        field -> body.put(field.name(), NO_SUCH_ORDINAL),
                        () -> body.put(0, "not visible ASCII: \u0007"));
        return write(body(), body);
    }

    private byte[] signed(byte[] body, SigningKey key) {
        return sealed(key.id().value(), body, key.sign(Domain.signedBytes("airlock/" + kind + "/v1", body)));
    }

    private byte[] sealed(String keyId, byte[] body, byte[] signature) {
        GenericRecord forged = new GenericData.Record(schema("envelope"));
        forged.put("key_id", keyId);
        forged.put("body", ByteBuffer.wrap(body));
        forged.put("signature", ByteBuffer.wrap(signature));
        return write(genuine, forged);
    }

    private String keyId() {
        return envelope.get("key_id").toString();
    }

    private byte[] body() {
        return bytes("body");
    }

    private byte[] signature() {
        return bytes("signature");
    }

    private byte[] bytes(String field) {
        ByteBuffer value = ((ByteBuffer) envelope.get(field)).duplicate();
        byte[] copy = new byte[value.remaining()];
        value.get(copy);
        return copy;
    }

    private static Schema schema(String name) {
        try (InputStream in = Forgery.class.getResourceAsStream("/avro/" + name + ".avsc")) {
            return new Schema.Parser().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GenericRecord read(Schema schema, byte[] bytes) {
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The record behind the header of another one of its kind. */
    private static byte[] write(byte[] like, GenericRecord record) {
        var out = new ByteArrayOutputStream();
        out.write(like, 0, HEADER);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
