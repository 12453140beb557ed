package dev.airlock.snaft.decide;

import static dev.airlock.schemas.model.RefusalKind.IDENTITY;
import static dev.airlock.schemas.model.RefusalKind.MALFORMED;
import static dev.airlock.schemas.model.RefusalKind.RULE;
import static dev.airlock.schemas.model.RefusalKind.UNKNOWN_INTENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.NamedFile;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScreenerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:01Z");
    private static final Caller OPERATOR = new Caller.Known("op", Origin.OPERATOR);
    private static final Caller NOBODY = new Caller.Anonymous();

    private final Screener screener =
            new Screener(Routes.load(), RuleBook.STANDARD, RiskWords.load(), PayloadScan.load());

    @Test
    void a_good_intent_is_screened_with_everything_that_is_known_of_it() {
        Facts facts = facts(intent("code:execute", "print(1)"), OPERATOR);
        Screening screening = screener.screen(facts, NOW);
        assertThat(screening.refusal()).isEmpty();
        assertThat(screening.hits()).isEmpty();
        assertThat(screening.key()).isEqualTo(facts.intent().key());
        assertThat(screening.envelope()).isEqualTo(facts.envelope());
        assertThat(screening.intentHash()).isEqualTo(facts.intentHash());
        assertThat(screening.payloadHash()).isEqualTo(facts.payloadHash());
        assertThat(screening.principal()).isEqualTo("op");
        assertThat(screening.identityBound()).isTrue();
        assertThat(screening.screenedAt()).isEqualTo(NOW);
        assertThat(screening.route())
                .hasValue(new RouteTaken(
                        "code:execute", "airlock-python:latest", "python-safe-boot", 256, "code-execute"));
    }

    @ParameterizedTest
    @CsvSource({"code:execute, SENSITIVE", "file:scan, BENIGN", "db:drop, DESTRUCTIVE", "no-such:wipe, DESTRUCTIVE"})
    void the_risk_of_an_intents_name_is_said_also_where_no_route_leads(String name, Risk risk) {
        Screening screening = screener.screen(facts(intent(name, "1"), OPERATOR), NOW);
        assertThat(screening.risk()).isEqualTo(risk);
        assertThat(screening.trustPercent()).isEqualTo(50);
    }

    @ParameterizedTest
    @CsvSource({
        "OPERATOR, OPERATOR, OPERATOR",
        "OPERATOR, LOCAL, LOCAL",
        "OPERATOR, EXTERNAL_AI, EXTERNAL_AI",
        "LOCAL, OPERATOR, LOCAL",
        "LOCAL, LOCAL, LOCAL",
        "LOCAL, INTERNAL, INTERNAL",
        "LOCAL, EXTERNAL_AI, EXTERNAL_AI"
    })
    void a_caller_may_lower_its_origin_and_never_raise_it(Origin key, Origin wished, Origin effective) {
        Intent intent = intent("code:execute", "1", wished, Lane.BUS, Backend.ANY);
        Screening screening = screener.screen(facts(intent, new Caller.Known("k", key)), NOW);
        assertThat(screening.origin()).isEqualTo(effective);
        assertThat(screening.identityBound()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "OPERATOR, OPERATOR, true",
        "LOCAL, LOCAL, true",
        "OPERATOR, EXTERNAL_AI, false",
        "LOCAL, EXTERNAL, false",
        "LOCAL, INTERNAL, false"
    })
    void audit_mode_is_not_for_whoever_comes_from_outside(Origin key, Origin wished, boolean passes) {
        Intent intent =
                intent("code:execute", "1", wished, Lane.BUS, Backend.ANY).in(Mode.AUDIT);
        Screening screening = screener.screen(facts(intent, new Caller.Known("k", key)), NOW);
        assertThat(screening.refusal().isEmpty()).isEqualTo(passes);
        Screening nobodys = screener.screen(facts(intent, new Caller.Anonymous()), NOW);
        assertThat(nobodys.refusal()).map(Refusal::rule).contains("audit_external");
        Intent unknown = intent.in(Mode.UNKNOWN);
        assertThat(screener.screen(facts(unknown, new Caller.Known("k", key)), NOW)
                        .refusal())
                .map(Refusal::rule)
                .contains("mode");
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void who_is_not_known_is_external_ai_whatever_he_claims(Origin claimed) {
        Intent intent = intent("code:execute", "1", claimed, Lane.BUS, Backend.ANY);
        Screening screening = screener.screen(facts(intent, NOBODY), NOW);
        assertThat(screening.origin()).isEqualTo(Origin.EXTERNAL_AI);
        assertThat(screening.identityBound()).isFalse();
        assertThat(screening.principal()).isEqualTo("anonymous");
        assertThat(screening.refusal()).isEmpty();
    }

    @Test
    void a_stale_copy_is_refused_whoever_signed_it_and_however_late_it_is_read() {
        Facts fresh = facts(intent("code:execute", "1"), OPERATOR);
        Instant muchLater = NOW.plusSeconds(86_400);
        assertThat(screener.screen(fresh, muchLater).refusal()).isEmpty();
        for (Caller caller : List.of(OPERATOR, new Caller.Known("k", Origin.LOCAL), NOBODY)) {
            assertRefused(screener.screen(received(muchLater, caller), muchLater), IDENTITY, "freshness");
            assertRefused(screener.screen(received(NOW.minusSeconds(120), caller), NOW), IDENTITY, "freshness");
        }
    }

    private static Facts received(Instant when, Caller caller) {
        Facts facts = facts(intent("code:execute", "1"), caller);
        return new Facts(
                facts.intent(),
                caller,
                facts.envelope(),
                facts.intentHash(),
                facts.payloadHash(),
                facts.text(),
                facts.entrance(),
                when);
    }

    @Test
    void a_bad_signature_is_refused_and_never_taken_for_none() {
        Screening screening =
                screener.screen(facts(intent("code:execute", "1"), new Caller.Forged("not by this key")), NOW);
        assertRefused(screening, IDENTITY, "signature");
        assertThat(screening.identityBound()).isFalse();
        assertThat(screening.origin()).isEqualTo(Origin.EXTERNAL_AI);
    }

    @ParameterizedTest
    @CsvSource({"code:executeX", "shell", "mail:send", "x", "shell::x", "shell:*"})
    void an_unknown_intent_is_refused_with_status_400(String name) {
        Screening screening = screener.screen(facts(intent(name, "1"), OPERATOR), NOW);
        assertRefused(screening, UNKNOWN_INTENT, "routes");
        assertThat(screening.refusal().orElseThrow().kind().status()).isEqualTo(400);
        assertThat(screening.route()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FAST", "UNKNOWN"})
    void another_lane_than_the_bus_is_refused(Lane lane) {
        Intent intent = intent("code:execute", "1", Origin.OPERATOR, lane, Backend.ANY);
        assertRefused(screener.screen(facts(intent, OPERATOR), NOW), MALFORMED, "lane");
    }

    @ParameterizedTest
    @CsvSource({"BUS, node-1", "UNKNOWN, node-1", "FAST, node-2"})
    void on_the_fast_lane_another_lane_and_another_node_are_refused(Lane lane, String node) {
        Intent intent = intent("code:execute", "1", Origin.OPERATOR, lane, Backend.ANY);
        assertRefused(screener.screen(at(Entrance.fast(node), intent), NOW), MALFORMED, "lane");
    }

    @Test
    void an_intent_that_names_the_node_passes_on_its_fast_lane() {
        Intent intent = intent("code:execute", "1", Origin.OPERATOR, Lane.FAST, Backend.ANY);
        assertThat(screener.screen(at(Entrance.fast("node-1"), intent), NOW).refusal())
                .isEmpty();
    }

    private static Facts at(Entrance entrance, Intent intent) {
        Facts facts = facts(intent, OPERATOR);
        return new Facts(
                intent,
                facts.caller(),
                facts.envelope(),
                facts.intentHash(),
                facts.payloadHash(),
                facts.text(),
                entrance,
                NOW);
    }

    @Test
    void what_the_text_hints_at_is_said_and_refuses_nothing() {
        Screening screening =
                screener.screen(facts(intent("code:execute", "import os\nos.system('date')"), OPERATOR), NOW);
        assertThat(screening.refusal()).isEmpty();
        assertThat(screening.hits().stream().map(RuleHit::rule)).containsExactly("scan:sys_socket", "scan:sys_fork");
    }

    @Test
    void what_is_refused_names_its_rule_and_no_hints() {
        Screening screening =
                screener.screen(facts(intent("code:execute", "import os\nos.system('rm -rf /')"), OPERATOR), NOW);
        assertThat(screening.hits().stream().map(RuleHit::rule)).containsExactly("DESTRUCT-001");
    }

    @Test
    void a_rule_that_warns_is_said_and_refuses_nothing() {
        Screening screening =
                screener.screen(facts(intent("code:execute", "# there is no need to verify this"), OPERATOR), NOW);
        assertThat(screening.refusal()).isEmpty();
        assertThat(screening.hits().stream().map(RuleHit::rule)).containsExactly("SNAFT-011");
    }

    @ParameterizedTest
    @CsvSource({"EXTERNAL_AI, true", "EXTERNAL, true", "INTERNAL, false", "LOCAL, false", "OPERATOR, false"})
    void in_a_lockdown_who_comes_from_outside_is_refused(Origin origin, boolean refused) {
        Intent intent = intent("code:execute", "1", origin, Lane.BUS, Backend.ANY);
        Screening screening = screener.lockedDown().screen(facts(intent, OPERATOR), NOW);
        assertThat(screening
                        .refusal()
                        .map(Refusal::rule)
                        .filter("INTEGRITY_VIOLATION"::equals)
                        .isPresent())
                .isEqualTo(refused);
        assertThat(screener.lockedDown()
                        .screen(facts(intent("shell:x", "rm -rf /"), OPERATOR), NOW)
                        .refusal()
                        .map(Refusal::rule))
                .hasValue("DESTRUCT-001");
    }

    @Test
    void an_unknown_backend_is_refused() {
        Intent intent = intent("code:execute", "1", Origin.OPERATOR, Lane.BUS, Backend.UNKNOWN);
        assertRefused(screener.screen(facts(intent, OPERATOR), NOW), MALFORMED, "backend");
    }

    @Test
    void a_payload_of_one_mebibyte_goes_in_and_one_byte_more_does_not() {
        assertThat(screener.screen(facts(intent("code:execute", "x".repeat(1 << 20)), OPERATOR), NOW)
                        .refusal())
                .isEmpty();
        Screening refused = screener.screen(facts(intent("code:execute", "x".repeat((1 << 20) + 1)), OPERATOR), NOW);
        assertRefused(refused, MALFORMED, "payload_limit");
        assertThat(refused.refusal().orElseThrow().text()).isEqualTo("payload of 1048577 bytes; at most 1048576 go in");
    }

    @Test
    void input_files_count_as_the_payload_does() {
        Intent half = intent("file:scan", "x".repeat(1 << 19));
        NamedFile fits = new NamedFile("a.bin", Bytes.of(new byte[1 << 19]));
        assertThat(screener.screen(facts(half.with(List.of(fits), List.of()), OPERATOR), NOW)
                        .refusal())
                .isEmpty();
        NamedFile more = new NamedFile("a.bin", Bytes.of(new byte[(1 << 19) + 1]));
        Screening refused = screener.screen(facts(half.with(List.of(more), List.of()), OPERATOR), NOW);
        assertRefused(refused, MALFORMED, "payload_limit");
        assertThat(refused.refusal().orElseThrow().text())
                .isEqualTo("payload and input files of 1048577 bytes; at most 1048576 go in");
    }

    @Test
    void who_asks_for_no_memory_gets_what_runs_of_the_route_get() {
        assertThat(screener.screen(facts(intent("math_calculation", "1"), OPERATOR), NOW)
                        .memoryMib())
                .isEqualTo(32);
        assertThat(screener.screen(facts(intent("code:execute", "1"), OPERATOR), NOW)
                        .memoryMib())
                .isEqualTo(256);
    }

    @Test
    void a_record_blown_up_around_its_payload_is_refused_and_not_carried_on() {
        Facts small = facts(intent("code:execute", "1"), NOBODY);
        Bytes large = Bytes.of(new byte[Screener.ENVELOPE_BYTES_MAX + 1]);
        Screening refused = screener.screen(
                new Facts(
                        small.intent(),
                        NOBODY,
                        large,
                        small.intentHash(),
                        small.payloadHash(),
                        small.text(),
                        small.entrance(),
                        NOW),
                NOW);
        assertRefused(refused, MALFORMED, "record_limit");
        assertThat(refused.envelope()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void destruction_is_refused_for_the_operator_too() {
        Screening screening = screener.screen(facts(intent("shell:command", "rm -rf /"), OPERATOR), NOW);
        assertRefused(screening, RULE, "DESTRUCT-001");
        assertThat(screening.refusal().orElseThrow().text())
                .isEqualTo("recursive deletion of / (intent=shell:command)");
        assertThat(screening.hits()).singleElement().satisfies(hit -> assertThat(hit.rule())
                .isEqualTo("DESTRUCT-001"));
    }

    @Test
    void external_ai_is_refused_beyond_50000_characters() {
        Intent intent = intent("code:execute", "x".repeat(50_001));
        assertRefused(screener.screen(facts(intent, NOBODY), NOW), RULE, "SNAFT-003");
        assertThat(screener.screen(facts(intent, OPERATOR), NOW).refusal()).isEmpty();
    }

    @Test
    void the_same_facts_give_the_same_screening() {
        Facts facts = facts(intent("code:execute", "1"), OPERATOR);
        assertThat(screener.screen(facts, NOW)).isEqualTo(screener.screen(facts, NOW));
    }

    private static void assertRefused(Screening screening, RefusalKind kind, String rule) {
        assertThat(screening.refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.kind()).isEqualTo(kind);
            assertThat(refusal.rule()).isEqualTo(rule);
        });
    }

    private static Facts facts(Intent intent, Caller caller) {
        String text = new String(intent.payload().toArray(), UTF_8);
        Bytes envelope = Bytes.of(("envelope of " + intent.id()).getBytes(UTF_8));
        return new Facts(intent, caller, envelope, "sha256:intent", "sha256:payload", text, Entrance.BUS, NOW);
    }

    private static Intent intent(String name, String payload) {
        return intent(name, payload, Origin.OPERATOR, Lane.BUS, Backend.ANY);
    }

    private static Intent intent(String name, String payload, Origin origin, Lane lane, Backend backend) {
        return new Intent(
                "id-1",
                "session-1",
                name,
                "agent.aint",
                origin,
                lane,
                lane == Lane.FAST ? "node-1" : "",
                Bytes.of(payload.getBytes(UTF_8)),
                0,
                0,
                backend,
                Instant.parse("2026-01-01T00:00:00Z"),
                "nonce");
    }
}
