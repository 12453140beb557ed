package dev.airlock.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.SchemaFiles.Earlier;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/** No schema is changed in silence: what is on disks and on a bus by now was written by the one that stands in this table. */
class FingerprintsTest {
    private static final String TABLE = "/avro-fingerprints.txt";
    private static final String RULE = """
            A schema was changed. Records of it are on disks and on buses, and have the old one's fingerprint. So: put the old file, as it was, into \
            src/main/avro/earlier as NAME-n with the number that its row has; name it in its codec (Codecs); leave its row, and add one for the new schema \
            with the next number. A schema that no release has had may have its row changed.""";

    /** Version, such as {@code intent-3}, to fingerprint; the last number of a name is the present one. */
    private static Map<String, String> table() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        try (InputStream in = FingerprintsTest.class.getResourceAsStream(TABLE)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] words = line.split(" ", -1);
                    assertThat(rows.put(words[0], words[1])).as(line).isNull();
                }
            }
        }
        return rows;
    }

    private static Map<String, String> found() throws IOException {
        Map<String, Integer> last = new HashMap<>();
        Map<String, String> found = new TreeMap<>();
        for (Earlier version : SchemaFiles.earlier()) {
            assertThat(version.number())
                    .as("earlier versions of %s are numbered from 1, without a gap", version.name())
                    .isEqualTo(last.getOrDefault(version.name(), 0) + 1);
            last.put(version.name(), version.number());
            found.put(version.version(), fingerprint(SchemaFiles.schema("earlier/" + version.version())));
        }
        for (String name : SchemaFiles.present()) {
            found.put(name + "-" + (last.getOrDefault(name, 0) + 1), fingerprint(SchemaFiles.schema(name)));
        }
        return found;
    }

    /** What stands in front of a record, and so decides whether it can be read. */
    private static String fingerprint(Schema schema) {
        return "%016x".formatted(SchemaNormalization.parsingFingerprint64(schema));
    }

    @Test
    void every_schema_that_there_is_or_was_has_the_fingerprint_that_it_had() throws IOException {
        assertThat(found()).as(RULE).isEqualTo(table());
    }

    @Test
    void every_earlier_version_is_one_of_a_schema_that_there_is() throws IOException {
        assertThat(SchemaFiles.earlier()).extracting(Earlier::name).isSubsetOf(SchemaFiles.present());
        assertThat(SchemaFiles.present()).as("the folder was found").contains("posture", "checkpoint-record");
    }

    /** As its writer of then wrote it; with the codec that services use, and not one made for a test. */
    @Test
    void each_codec_reads_every_version_that_its_schema_had() throws ReflectiveOperationException, IOException {
        Map<String, Codec<?>> codecs = codecs();
        Set<String> unread = new TreeSet<>();
        for (Earlier version : SchemaFiles.earlier()) {
            if (!reads(codecs.get(version.name()), version)) {
                unread.add(version.version());
            }
        }
        assertThat(unread).as("in earlier/, and named by no codec in Codecs").isEmpty();
    }

    private static <T extends Record> boolean reads(Codec<T> codec, Earlier version) throws IOException {
        Class<? extends Record> type = SchemaFiles.type(version.name());
        @SuppressWarnings("unchecked") // the codec is that type's
        T value = (T) Samples.record(type, 0);
        byte[] now = codec.encode(value, SchemaVersion.PRESENT);
        return codec.decode(WrittenAs.projected(now, version.name(), version.version())) instanceof Good<T>;
    }

    /** All codecs of {@link Codecs}, by the names of their schemas. */
    private static Map<String, Codec<?>> codecs() throws ReflectiveOperationException, IOException {
        Map<String, Codec<?>> codecs = new HashMap<>();
        List<Codec<?>> all = new ArrayList<>();
        for (Field field : Codecs.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !Modifier.isVolatile(field.getModifiers())) {
                field.setAccessible(true);
                Object value = field.get(null);
                all.add(value instanceof SignedCodec<?> signed ? signed.codec() : (Codec<?>) value);
            }
        }
        for (String name : SchemaFiles.present()) {
            all.stream()
                    .filter(codec -> sameRecord(codec, name))
                    .findFirst()
                    .ifPresent(codec -> codecs.put(name, codec));
        }
        return codecs;
    }

    private static boolean sameRecord(Codec<?> codec, String name) {
        try {
            return codec.schema().getName().equals(SchemaFiles.schema(name).getName());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
