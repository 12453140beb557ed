package dev.airlock.policy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.policy.decide.Coherence;
import dev.airlock.policy.wire.VerdictFile.Contents;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictFileTest {
    private static final Instant NOW = Instant.parse("2026-05-29T14:20:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] FIXTURE = fixture();

    private static byte[] fixture() {
        try (InputStream in = VerdictFileTest.class.getResourceAsStream("/verdicts/one-per-mode.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ArrayNode records() {
        try {
            return (ArrayNode) JSON.readTree(FIXTURE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode record() {
        return (ObjectNode) records().get(0);
    }

    private static Contents read(JsonNode json) {
        return read(json.toString());
    }

    private static Contents read(String text) {
        return VerdictFile.read(text.getBytes(StandardCharsets.UTF_8), NOW);
    }

    @Test
    void the_fixture_has_one_coherent_record_per_mode_in_a_chain_and_one_that_expires() {
        Contents contents = VerdictFile.read(FIXTURE, NOW);
        assertThat(contents.errors()).isEmpty();
        List<Verdict> verdicts = contents.verdicts();
        assertThat(verdicts).map(Verdict::runtimeMode).containsExactly(RuntimeMode.values());
        assertThat(verdicts)
                .allSatisfy(verdict -> assertThat(Coherence.warnings(verdict)).isEmpty());
        assertThat(verdicts)
                .map(Verdict::previousRuntimeMode)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(RuntimeMode.EMBEDDED_ONLINE),
                        Optional.of(RuntimeMode.KERNEL_ONLINE),
                        Optional.of(RuntimeMode.PYTHON_FALLBACK));
        assertThat(verdicts)
                .map(Verdict::timestamp)
                .containsExactly(
                        Instant.parse("2026-05-29T14:00:00Z"),
                        Instant.parse("2026-05-29T14:05:00Z"),
                        Instant.parse("2026-05-29T14:10:00Z"),
                        Instant.parse("2026-05-29T14:15:00Z"));
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.expiresAt().isPresent())
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.expiresAt())
                        .contains(verdict.timestamp().plus(Duration.ofHours(1))));
    }

    @Test
    void an_array_an_object_with_verdicts_json_lines_and_one_record_say_the_same() {
        List<Verdict> all = VerdictFile.read(FIXTURE, NOW).verdicts();
        assertThat(read(JSON.createObjectNode().set("verdicts", records())).verdicts())
                .isEqualTo(all);
        String lines = records().valueStream().map(JsonNode::toString).collect(Collectors.joining("\n"));
        assertThat(read(lines).verdicts()).isEqualTo(all);
        assertThat(read(lines + "\n\n").verdicts()).isEqualTo(all);
        assertThat(read(record()).verdicts()).containsExactly(all.getFirst());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind",
                "verdict_id",
                "timestamp",
                "emitter",
                "runtime_mode",
                "rust_airlock",
                "trust_kernel",
                "python_fallback",
                "external_ai_inbound",
                "execution_policy",
                "snaft_posture",
                "reason"
            })
    void what_is_required_and_missing_empty_or_null_is_named_and_nothing_else_is_judged(String field) {
        ObjectNode odd = record().put("python_fallback", "perhaps");
        ObjectNode missing = odd.deepCopy();
        missing.remove(field);
        assertThat(read(missing).errors()).containsExactly("record[0]: " + field + " is missing");
        assertThat(read(odd.deepCopy().putNull(field)).errors()).containsExactly("record[0]: " + field + " is empty");
        assertThat(read(odd.deepCopy().put(field, " ")).errors()).containsExactly("record[0]: " + field + " is empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "kind           | some_other.v1        | kind is 'some_other.v1'; it must be airlock_runtime_verdict.v1",
                "runtime_mode   | normal_zero_trust    | runtime_mode is 'normal_zero_trust'; it must be one of"
                        + " embedded_online, kernel_online, python_fallback, offline",
                "snaft_posture  | open                 | snaft_posture is 'open'; it must be one of",
                "rust_airlock   | EMBEDDED             | rust_airlock is 'EMBEDDED'; it must be one of",
                "timestamp      | 2026-05-29T14:00:00  | it must be an RFC 3339 time with a zone",
                "timestamp      | yesterday            | timestamp is 'yesterday'; it must be an RFC 3339 time",
                "timestamp      | 2026-05-29T14:21:01Z | more than 60 s ahead",
                "expires_at     | soon                 | expires_at is 'soon'; it must be an RFC 3339 time",
                "scope          | everybody            | scope is 'everybody'; it must be fleet, agent:NAME or session:ID",
                "verdict_id     | a b                  | verdict_id may hold visible ASCII characters only",
                "mood           | fine                 | 'mood' is no field of a verdict",
            })
    void an_unfit_field_is_one_error_with_the_value_and_what_would_be_right(String field, String value, String error) {
        assertThat(read(record().put(field, value)).errors())
                .singleElement()
                .satisfies(told -> assertThat(told).startsWith("record[0]: ").contains(error));
    }

    @Test
    void a_number_where_a_text_belongs_is_refused_whatever_its_kind() {
        assertThat(read(record().put("reason", 1)).errors())
                .containsExactly("record[0]: reason is 1; it must be a text");
        assertThat(read(record().put("runtime_mode", 1.0)).errors())
                .singleElement()
                .satisfies(error -> assertThat(error).startsWith("record[0]: runtime_mode is 1.0; it must be one of"));
        assertThat(read(record().put("verdict_id", true)).errors())
                .containsExactly("record[0]: verdict_id is true; it must be a text");
    }

    @Test
    void each_error_names_its_record_and_every_record_is_judged() {
        ArrayNode records = records();
        ((ObjectNode) records.get(1)).remove("reason");
        ((ObjectNode) records.get(3)).put("snaft_posture", "open").put("kind", "other");
        records.add("not a record");
        Contents contents = read(records);
        assertThat(contents.errors())
                .satisfiesExactly(
                        error -> assertThat(error).isEqualTo("record[1]: reason is missing"),
                        error -> assertThat(error).startsWith("record[3]: kind is 'other'"),
                        error -> assertThat(error).startsWith("record[3]: snaft_posture is 'open'"),
                        error -> assertThat(error).isEqualTo("record[4]: is no JSON object"));
        assertThat(contents.records()).isEqualTo(5);
        assertThat(contents.verdicts()).hasSize(2);
    }

    @Test
    void an_incoherent_record_is_fit_and_warns_for_each_field() {
        Contents contents = read(record().put("runtime_mode", "python_fallback"));
        assertThat(contents.errors()).isEmpty();
        assertThat(Coherence.warnings(contents.verdicts().getFirst())).anySatisfy(warning -> assertThat(warning)
                .isEqualTo("external_ai_inbound is allow_if_identity_bound; python_fallback goes with deny"));
    }

    @Test
    void evidence_and_scope_are_taken_along() {
        ObjectNode record = record().put("scope", "session:s-1");
        record.putObject("evidence").put("probe", "down");
        assertThat(read(record).verdicts())
                .singleElement()
                .returns("session:s-1", Verdict::scope)
                .returns(Optional.of("{\"probe\":\"down\"}"), Verdict::evidence);
        Verdict adopted = VerdictFile.adopted(read(record).verdicts().getFirst(), "jis:airlock:operator");
        assertThat(adopted)
                .returns("jis:airlock:operator", Verdict::emitter)
                .returns(
                        Optional.of("first emitted by jis:humotica:tibet-pol: {\"probe\":\"down\"}"),
                        Verdict::evidence);
    }

    @Test
    void one_id_twice_in_a_file_is_an_error() {
        ArrayNode twice = JSON.createArrayNode().add(record()).add(record());
        assertThat(read(twice).errors())
                .containsExactly("record[1]: verdict_id verdict-2026-05-29-0001 is another record's too");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"verdicts\": []}",
                "[",
                "{\"kind\": 1, \"kind\": 2}",
                "nonsense",
                "[1] x",
                "{'kind': 1}"
            })
    void what_is_no_strict_json_or_holds_no_record_is_one_error(String text) {
        assertThat(read(text).errors()).hasSize(1).first().asString().startsWith("the file ");
    }

    @Test
    void a_file_that_is_too_large_too_deep_or_no_utf8_is_refused() {
        assertThat(VerdictFile.read(new byte[VerdictFile.BYTES_MAX + 1], NOW).errors())
                .containsExactly("the file has more than 4194304 bytes; split it");
        assertThat(read("[".repeat(5_000)).errors()).hasSize(1);
        assertThat(VerdictFile.read(new byte[] {(byte) 0xC3, 0x28}, NOW).errors())
                .containsExactly("the file is no JSON: it is not UTF-8");
        assertThat(read("1 ".repeat(2_000)).errors()).singleElement().asString().contains("1 to 1000");
    }

    @Test
    void no_bytes_at_all_make_it_throw() {
        var random = new Random(20260529);
        for (int i = 0; i < 2_000; i++) {
            byte[] bad = Arrays.copyOf(FIXTURE, random.nextInt(FIXTURE.length));
            for (int flips = random.nextInt(6); flips >= 0 && bad.length > 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThat(VerdictFile.read(bad, NOW)).isNotNull();
        }
    }

    private static ObjectNode opening(String... done) {
        ObjectNode record = record();
        ObjectNode list = record.putObject("checklist").put("name", "recovery");
        ArrayNode steps = list.putArray("done");
        Arrays.stream(done).forEach(steps::add);
        return record;
    }

    @Test
    void a_checklist_is_reported_in_the_reason_and_what_is_missing_is_named() {
        Contents contents = read(opening("cause", "ledger", "runtime"));
        assertThat(contents.errors()).isEmpty();
        assertThat(contents.verdicts().getFirst().reason())
                .startsWith(record().path("reason").asText())
                .endsWith("(checklist recovery 3/5 INCOMPLETE, missing repair, callers)");
        assertThat(read(opening("cause", "ledger", "runtime", "repair", "callers"))
                        .verdicts()
                        .getFirst()
                        .reason())
                .endsWith("(checklist recovery 5/5 COMPLETE)");
    }

    @Test
    void nothing_is_opened_without_a_critical_step_and_the_error_names_the_record() {
        assertThat(read(opening("cause", "runtime")).errors())
                .singleElement()
                .asString()
                .startsWith(
                        "record[0]: checklist recovery 2/5 INCOMPLETE, missing ledger, repair, callers; without ledger");
        ObjectNode tighter = opening("cause");
        tighter.put("snaft_posture", "hard_quarantine");
        assertThat(read(tighter).errors()).isEmpty();
    }

    @Test
    void a_checklist_that_nobody_knows_or_that_is_none_is_an_error_of_its_record() {
        ObjectNode other = opening("cause");
        ((ObjectNode) other.path("checklist")).put("name", "../../keys");
        assertThat(read(other).errors())
                .containsExactly("record[0]: no checklist is called '../../keys'; there is recovery");
        assertThat(read(opening("nothing")).errors())
                .singleElement()
                .asString()
                .contains("has no such step; its steps are cause, ledger, runtime, repair, callers");
        ObjectNode number = record();
        number.put("checklist", 5);
        assertThat(read(number).errors())
                .singleElement()
                .asString()
                .startsWith("record[0]: checklist is 5; it must be");
    }
}
