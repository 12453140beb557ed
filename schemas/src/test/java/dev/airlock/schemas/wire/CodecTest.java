package dev.airlock.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.Envelope;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodecTest {
    static Stream<Codec<?>> codecs() {
        return Stream.of(
                        Admission.class,
                        Approval.class,
                        Cancel.class,
                        CheckpointRecord.class,
                        DeadLetter.class,
                        DelegationChain.class,
                        Envelope.class,
                        GatewayEvent.class,
                        Begun.class,
                        Intent.class,
                        Lease.class,
                        Order.class,
                        Output.class,
                        Posture.class,
                        Principal.class,
                        Pulse.class,
                        Revocation.class,
                        Screening.class,
                        TokenRecord.class,
                        Verdict.class)
                .map(CodecTest::codecOf);
    }

    private static <T extends Record> Codec<T> codecOf(Class<T> type) {
        String name = type.getSimpleName().replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        return Codec.of(type, name);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends Record> void every_record_comes_back_as_it_went(Codec<T> codec) {
        for (int seed = 0; seed < 6; seed++) {
            T value = sample(codec, seed);
            assertThat(codec.decode(codec.encode(value))).isEqualTo(new Good<>(value));
        }
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends Record> void every_field_has_a_doc_with_an_example(Codec<T> codec) {
        assertThat(codec.schema().getDoc()).isNotBlank();
        assertThat(codec.schema().getFields())
                .allSatisfy(field -> assertThat(field.doc()).as(field.name()).contains("Example:"));
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends Record> void every_enum_has_a_default(Codec<T> codec) {
        assertThat(codec.schema().getFields().stream()
                        .map(Schema.Field::schema)
                        .filter(schema -> schema.getType() == Schema.Type.ENUM))
                .allSatisfy(schema -> assertThat(schema.getEnumDefault()).isNotNull());
    }

    @ParameterizedTest
    @MethodSource("codecs")
    <T extends Record> void no_bytes_make_a_decoder_throw(Codec<T> codec) {
        byte[] good = codec.encode(sample(codec, 3));
        var random = new Random(20260101);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(good, i % 3 == 0 ? random.nextInt(good.length + 8) : good.length);
            for (int flips = random.nextInt(4); flips >= 0 && bad.length > 10; flips--) {
                bad[10 + random.nextInt(bad.length - 10)] = (byte) random.nextInt();
            }
            assertThat(codec.decode(bad)).isNotNull();
        }
    }

    @Test
    void a_length_of_two_gigabytes_is_malformed_and_allocates_nothing() {
        Codec<Envelope> codec = codecOf(Envelope.class);
        byte[] header = Arrays.copyOf(codec.encode(new Envelope("", BYTES, Bytes.EMPTY)), 10);
        byte[] bomb = Arrays.copyOf(header, 16);
        bomb[10] = 0;
        Arrays.fill(bomb, 11, 15, (byte) 0xFE);
        bomb[15] = 0x0F;
        assertThat(codec.decode(bomb)).isInstanceOf(Malformed.class);
    }

    @Test
    void a_length_below_the_limit_that_is_not_there_allocates_nothing_either() {
        Codec<Intent> codec = codecOf(Intent.class);
        byte[] bomb = Arrays.copyOf(codec.encode((Intent) Samples.record(Intent.class, 1)), 14);
        int claimed = DecodeLimits.LENGTH_MAX - 1;
        for (int i = 0; i < 4; i++) {
            bomb[10 + i] = (byte) ((((claimed << 1) >>> (7 * i)) & 0x7F) | (i < 3 ? 0x80 : 0));
        }
        assertThat(codec.decode(bomb)).isInstanceOf(Malformed.class);
        var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        assertThat(codec.decode(bomb)).isInstanceOf(Malformed.class);
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }

    @Test
    void bytes_left_over_are_malformed() {
        Codec<Envelope> codec = codecOf(Envelope.class);
        byte[] good = codec.encode(new Envelope("", BYTES, Bytes.EMPTY));
        assertThat(codec.decode(Arrays.copyOf(good, good.length + 1)))
                .isEqualTo(new Malformed<>("bytes are left over after the Envelope"));
    }

    @Test
    void a_foreign_schema_and_plain_json_are_malformed() {
        Codec<Envelope> codec = codecOf(Envelope.class);
        assertThat(codec.decode("{\"intent\":1}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Malformed<>("not single-object encoded: it starts with 7B22, not C301"));
        byte[] foreign = codecOf(Lease.class).encode((Lease) Samples.record(Lease.class, 1));
        assertThat(codec.decode(foreign)).isInstanceOf(Malformed.class);
    }

    @Test
    void an_enum_value_out_of_range_is_malformed() {
        Codec<Verdict> codec = codecOf(Verdict.class);
        Verdict verdict = (Verdict) Samples.record(Verdict.class, 1);
        byte[] bytes = codec.encode(verdict);
        int mode = indexAfter(bytes, verdict.emitter());
        bytes[mode] = 0x7E;
        assertThat(codec.decode(bytes)).isInstanceOf(Malformed.class);
    }

    @Test
    void what_the_model_refuses_is_malformed_with_the_models_words() {
        Codec<Intent> codec = codecOf(Intent.class);
        Intent intent = (Intent) Samples.record(Intent.class, 1);
        byte[] bytes = codec.encode(intent);
        bytes[indexAfter(bytes, intent.session()) - 1] = ' ';
        assertThat(codec.decode(bytes)).isEqualTo(new Malformed<>("session may hold visible ASCII characters only"));
    }

    @Test
    void a_record_and_a_schema_that_disagree_are_our_own_error() {
        assertThatThrownBy(() -> Codec.of(Lease.class, "intent"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Lease has 6 components and Intent has 17 fields");
    }

    @Test
    void what_was_written_before_there_were_files_is_read_with_none() throws IOException {
        Intent intent = ((Intent) Samples.record(Intent.class, 1))
                .with(List.of(), List.of())
                .in(Mode.ENFORCE)
                .on(List.of());
        byte[] now = codecOf(Intent.class).encode(intent);
        assertThat(Codecs.INTENT.decode(asEarlier("intent-1", now, 4))).isEqualTo(new Good<>(intent));
        assertThat(Codecs.INTENT.decode(asEarlier("intent-2", now, 2)))
                .as("what was written before there were modes is enforced")
                .isEqualTo(new Good<>(intent));
        assertThat(Codecs.INTENT.decode(asEarlier("intent-3", now, 1)))
                .as("what was written before there were delegations is its caller's own")
                .isEqualTo(new Good<>(intent));
        Output output = bare((Output) Samples.record(Output.class, 2));
        byte[] written = codecOf(Output.class).encode(output);
        assertThat(Codecs.OUTPUT.decode(asEarlier("output-1", written, 2))).isEqualTo(new Good<>(output));
        assertThat(Codecs.OUTPUT.decode(asEarlier("output-2", written, 1))).isEqualTo(new Good<>(output));
    }

    /** On its caller's own behalf, as all was before. */
    private static Screening own(Screening screening) {
        return new Screening(
                screening.session(),
                screening.intentId(),
                screening.intent(),
                screening.fromAint(),
                screening.envelope(),
                screening.intentHash(),
                screening.payloadHash(),
                screening.origin(),
                screening.principal(),
                screening.identityBound(),
                screening.backend(),
                screening.timeoutMillis(),
                screening.memoryMib(),
                screening.route(),
                screening.hits(),
                screening.refusal(),
                screening.createdAt(),
                screening.screenedAt(),
                screening.risk(),
                screening.trustPercent());
    }

    private static Output bare(Output output) {
        return new Output(
                output.session(),
                output.intentId(),
                output.tokenId(),
                output.stdout(),
                output.stderr(),
                output.truncated(),
                output.hash());
    }

    @Test
    void what_was_screened_before_a_refusal_could_be_a_cancel_is_read_on() throws IOException {
        Screening screening = own((Screening) Samples.record(Screening.class, 1));
        assertThat(screening.refusal().orElseThrow().kind()).isEqualTo(RefusalKind.POLICY);
        byte[] now = codecOf(Screening.class).encode(screening);
        assertThat(Codec.of(Screening.class, "screening", "screening-1").decode(asEarlier("screening-1", now, 3)))
                .isEqualTo(new Good<>(screening.weighed(Risk.DESTRUCTIVE, 0)));
    }

    @Test
    void what_was_screened_before_there_was_risk_and_trust_is_read_as_destructive_and_untrusted() throws IOException {
        Screening screening =
                own((Screening) Samples.record(Screening.class, 1)).weighed(Risk.BENIGN, 50);
        byte[] now = codecOf(Screening.class).encode(screening);
        assertThat(Codec.of(Screening.class, "screening", "screening-2").decode(asEarlier("screening-2", now, 3)))
                .isEqualTo(new Good<>(screening.weighed(Risk.DESTRUCTIVE, 0)));
    }

    @Test
    void a_trust_below_0_or_above_100_per_cent_is_malformed() {
        Codec<Screening> codec = codecOf(Screening.class);
        byte[] bytes =
                codec.encode(own((Screening) Samples.record(Screening.class, 1)).weighed(Risk.BENIGN, 50));
        bytes[bytes.length - 2] = 1;
        assertThat(codec.decode(bytes)).isEqualTo(new Malformed<>("trust_percent is -1; it must be 0 to 100"));
    }

    @Test
    void a_verdict_of_before_is_about_the_fleet_and_a_lease_of_before_asks_for_nothing() throws IOException {
        Verdict sample = (Verdict) Samples.record(Verdict.class, 2);
        Verdict verdict = sample.about(Scope.FLEET);
        byte[] now = codecOf(Verdict.class).encode(verdict);
        assertThat(Codec.of(Verdict.class, "verdict", "verdict-1").decode(asEarlier("verdict-1", now, 7)))
                .isEqualTo(new Good<>(verdict));
        Lease lease = ((Lease) Samples.record(Lease.class, 1)).asking(0);
        byte[] said = codecOf(Lease.class).encode(lease);
        assertThat(Codec.of(Lease.class, "lease", "lease-1").decode(asEarlier("lease-1", said, 1)))
                .isEqualTo(new Good<>(lease));
    }

    @Test
    void an_admission_of_before_used_up_no_approval() throws IOException {
        Admission admission = (Admission) Samples.record(Admission.class, 2);
        assertThat(admission.approvalId()).isEmpty();
        byte[] now = codecOf(Admission.class).encode(admission);
        assertThat(Codecs.ADMISSION.decode(asEarlier("admission-1", now, 1))).isEqualTo(new Good<>(admission));
    }

    @Test
    void what_was_written_before_there_was_a_container_backend_is_read_on() throws IOException {
        Intent intent =
                ((Intent) Samples.record(Intent.class, 1)).in(Mode.ENFORCE).on(List.of());
        assertThat(intent.backend()).isNotEqualTo(Backend.CONTAINER);
        byte[] now = codecOf(Intent.class).encode(intent);
        assertThat(Codecs.INTENT.decode(asEarlier("intent-3", now, 1))).isEqualTo(new Good<>(intent));
    }

    @Test
    void who_does_not_know_the_container_backend_reads_it_as_unknown() throws IOException {
        Schema field = SchemaFiles.schema("intent").getField("backend").schema();
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(field).write(new GenericData.EnumSymbol(field, "container"), encoder);
        Schema earlier =
                SchemaFiles.schema("earlier/intent-3").getField("backend").schema();
        Object read = new GenericDatumReader<>(field, earlier)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        assertThat(read).hasToString("unknown");
    }

    /** The bytes that the earlier version has for a record whose last fields are empty or first symbols: one byte less for each. */
    private static byte[] asEarlier(String version, byte[] now, int newLists) throws IOException {
        byte[] earlier = Arrays.copyOf(now, now.length - newLists);
        long fingerprint = SchemaNormalization.parsingFingerprint64(SchemaFiles.schema("earlier/" + version));
        ByteBuffer.wrap(earlier).order(ByteOrder.LITTLE_ENDIAN).putLong(2, fingerprint);
        return earlier;
    }

    static Stream<SchemaFiles.Earlier> earlier() throws IOException {
        return SchemaFiles.earlier().stream();
    }

    @ParameterizedTest
    @MethodSource("earlier")
    void a_change_of_a_schema_is_one_that_avro_calls_compatible(SchemaFiles.Earlier version) throws IOException {
        Schema written = SchemaFiles.schema("earlier/" + version.version());
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(SchemaFiles.schema(version.name()), written)
                        .getType())
                .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
    }

    /** Hybrid keys came without a new schema: readers and writers of before and after understand each other's plain tokens. */
    @Test
    void the_record_of_a_token_has_the_schema_that_it_had_before_hybrid_keys() {
        assertThat(SchemaNormalization.parsingFingerprint64(
                        codecOf(TokenRecord.class).schema()))
                .isEqualTo(0x70462abe15968c05L);
    }

    private static final Bytes BYTES = Bytes.of(new byte[] {1});

    @SuppressWarnings("unchecked") // the schema's name is the record's
    private static <T extends Record> T sample(Codec<T> codec, int seed) {
        try {
            return (T) Samples.record(
                    Class.forName("dev.airlock.schemas.model." + codec.schema().getName()), seed);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static int indexAfter(byte[] bytes, String text) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        return all.indexOf(text) + text.length();
    }
}
