package dev.airlock.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes of the release before beside those of this one: each reads what the other writes. */
class EarlierTest {
    private static final int SEEDS = 12;

    /** Of each schema that was another before, the last one, as they lie in their folder. */
    static Stream<Arguments> previous() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (SchemaFiles.Earlier version : SchemaFiles.previous()) {
            all.add(Arguments.of(SchemaFiles.type(version.name()), version.name(), version.version()));
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("previous")
    <T extends Record> void what_the_release_before_could_say_is_written_as_it_wrote_it(
            Class<T> type, String name, String version) throws IOException {
        Codec<T> codec = Codec.of(type, name, version);
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] before = WrittenAs.projected(codec.encode(sample(type, seed), SchemaVersion.PRESENT), name, version);
            Decoded<T> read = codec.decode(before);
            assertThat(read).isInstanceOf(Good.class);
            T value = ((Good<T>) read).value();
            byte[] written = codec.encode(value, SchemaVersion.PREVIOUS);
            assertThat(written).isEqualTo(before);
            assertThat(WrittenAs.of(written, name, version)).isEqualTo(version);
            assertThat(WrittenAs.of(codec.encode(value, SchemaVersion.PRESENT), name, version))
                    .isEqualTo(name);
        }
    }

    @ParameterizedTest
    @MethodSource("previous")
    <T extends Record> void whatever_is_written_for_the_release_before_this_one_reads_as_what_it_was(
            Class<T> type, String name, String version) {
        Codec<T> codec = Codec.of(type, name, version);
        RecordMapping mapping = RecordMapping.of(type, codec.schema());
        for (int seed = 0; seed < SEEDS; seed++) {
            T value = sample(type, seed);
            assertThat(codec.decode(codec.encode(value, SchemaVersion.PREVIOUS)))
                    .satisfies(read -> assertThat(mapping.differ(value, ((Good<T>) read).value()))
                            .isFalse());
        }
    }

    @Test
    void a_program_for_containers_is_no_word_of_the_release_before() throws IOException {
        Intent intent = sample(Intent.class, 1).on(List.of());
        Codec<Intent> codec = Codec.of(Intent.class, "intent", "intent-3");
        assertThat(WrittenAs.of(
                        codec.encode(on(intent, Backend.MICROVM), SchemaVersion.PREVIOUS), "intent", "intent-3"))
                .isEqualTo("intent-3");
        assertThat(WrittenAs.of(
                        codec.encode(on(intent, Backend.CONTAINER), SchemaVersion.PREVIOUS), "intent", "intent-3"))
                .isEqualTo("intent");
    }

    private static Intent on(Intent intent, Backend backend) {
        return new Intent(
                intent.id(),
                intent.session(),
                intent.intent(),
                intent.fromAint(),
                intent.origin(),
                intent.lane(),
                intent.node(),
                intent.payload(),
                intent.timeoutMillis(),
                intent.memoryMib(),
                backend,
                intent.createdAt(),
                intent.nonce());
    }

    @Test
    void a_verdict_on_one_agent_is_never_written_as_one_on_the_fleet() throws IOException {
        Codec<Verdict> codec = Codec.of(Verdict.class, "verdict", "verdict-1");
        Verdict verdict = sample(Verdict.class, 2);
        assertThat(WrittenAs.of(
                        codec.encode(verdict.about(Scope.agent("a.aint")), SchemaVersion.PREVIOUS),
                        "verdict",
                        "verdict-1"))
                .isEqualTo("verdict");
    }

    @Test
    void an_approval_that_was_used_up_is_never_left_out() throws IOException {
        Codec<Admission> codec = Codec.of(Admission.class, "admission", "admission-1");
        Admission plain = sample(Admission.class, 2);
        Admission approved = new Admission(
                plain.session(),
                plain.intentId(),
                plain.payloadHash(),
                plain.intentHash(),
                plain.admitted(),
                plain.decidedAt(),
                Optional.of("approval-1"));
        assertThat(WrittenAs.of(codec.encode(approved, SchemaVersion.PREVIOUS), "admission", "admission-1"))
                .isEqualTo("admission");
    }

    @Test
    void a_lease_is_written_for_gateways_that_do_not_know_how_much_policy_has_recorded() throws IOException {
        Codec<Lease> codec = Codec.of(Lease.class, "lease", "lease-1");
        Lease lease = sample(Lease.class, 1).asking(7);
        byte[] written = codec.encode(lease, SchemaVersion.PREVIOUS);
        assertThat(WrittenAs.of(written, "lease", "lease-1")).isEqualTo("lease-1");
        assertThat(codec.decode(written)).isEqualTo(new Good<>(lease.asking(0)));
    }

    @Test
    void a_time_between_two_microseconds_is_no_reason_to_write_as_no_release_before_did() throws IOException {
        Codec<Lease> codec = Codec.of(Lease.class, "lease", "lease-1");
        Lease lease = sample(Lease.class, 1);
        Lease precise = new Lease(
                lease.scope(),
                lease.postureId(),
                lease.sequence(),
                lease.issuedAt().plusNanos(7),
                lease.validUntil().plusNanos(993),
                lease.knownUpTo());
        assertThat(WrittenAs.of(codec.encode(precise, SchemaVersion.PREVIOUS), "lease", "lease-1"))
                .isEqualTo("lease-1");
    }

    @Test
    void a_backend_that_the_release_before_did_not_have_makes_a_pulse_unreadable_to_it_and_no_other_does() {
        Codecs.write(SchemaVersion.PREVIOUS);
        try {
            assertThat(Codecs.PULSE.canBeRead(pulse(Backend.CONTAINER))).isFalse();
            assertThat(Codecs.PULSE.canBeRead(pulse(Backend.MICROVM))).isTrue();
        } finally {
            Codecs.write(SchemaVersion.PRESENT);
        }
        assertThat(Codecs.PULSE.canBeRead(pulse(Backend.CONTAINER))).isTrue();
    }

    private static Pulse pulse(Backend backend) {
        Pulse sample = sample(Pulse.class, 1);
        return new Pulse(
                sample.executor(),
                sample.sequence(),
                sample.at(),
                sample.draining(),
                sample.busy(),
                sample.queued(),
                List.of(new Pulse.BackendPulse(backend, true, "here", "")));
    }

    private static <T extends Record> T sample(Class<T> type, int seed) {
        return type.cast(Samples.record(type, seed));
    }
}
