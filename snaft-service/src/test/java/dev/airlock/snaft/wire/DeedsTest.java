package dev.airlock.snaft.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.snaft.Told;
import dev.airlock.snaft.model.Deed;
import dev.airlock.snaft.model.Deed.Kind;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DeedsTest {
    private static final SigningKey SEALER = SigningKey.generate(new SecureRandom());
    private static final Instant T = Instant.parse("2026-12-01T00:00:01Z");

    @Test
    void a_refusal_by_a_rule_is_a_deed_of_its_principal() {
        assertThat(deed(Told.refused("crawler", RefusalKind.RULE, "SNAFT-011", "SNAFT-001")))
                .contains(new Deed("crawler", 3, T, Kind.BLOCKED));
        assertThat(deed(Told.refused("crawler", RefusalKind.RULE, "custom.payroll")))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"block.principal", "trust.burned", "rules.unread", "INTEGRITY_VIOLATION", "SNAFT-000"})
    void what_was_decided_before_or_is_our_own_fault_is_nobodys_deed(String rule) {
        assertThat(deed(Told.refused("crawler", RefusalKind.RULE, "SNAFT-011", rule)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RefusalKind.class,
            names = {"RULE", "UNKNOWN_INTENT"},
            mode = Mode.EXCLUDE)
    void no_other_refusal_says_anything_of_the_caller(RefusalKind kind) {
        assertThat(deed(Told.refused("crawler", kind, "SNAFT-001"))).isEmpty();
    }

    @Test
    void asking_for_what_leads_nowhere_weighs_half() {
        assertThat(deed(Told.refused("crawler", RefusalKind.UNKNOWN_INTENT)))
                .map(Deed::kind)
                .contains(Kind.UNROUTED);
    }

    @ParameterizedTest
    @CsvSource({
        "VIOLATION, sys_socket, BLOCKED",
        "VIOLATION, isolate_session,",
        "DEADLINE, deadline, WARNED",
        "MEMORY, memory, WARNED",
        "OUTPUT, output, WARNED",
        "FILES, files, WARNED",
        "TRACE, trace, WARNED",
        "CANCELLED, cancel,"
    })
    void a_kill_is_a_deed_by_its_cause(KillCause cause, String what, Kind kind) {
        assertThat(deed(Told.killed("crawler", cause, what)).map(Deed::kind)).isEqualTo(Optional.ofNullable(kind));
    }

    @Test
    void a_fault_is_nobodys_deed() {
        Erin fault = new Erin.Faulted(FaultCause.INTERRUPTED, "ours", Optional.empty(), Optional.empty());
        assertThat(deed(new Told("crawler", Origin.EXTERNAL_AI, fault))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"EXTERNAL_AI, true", "EXTERNAL, true", "INTERNAL, true", "LOCAL, false", "OPERATOR, false"})
    void who_belongs_to_the_machine_has_no_deeds_and_its_records_are_not_even_read(Origin origin, boolean counts) {
        Told told = Told.refused("crawler", RefusalKind.RULE, "SNAFT-001").by(origin);
        assertThat(deed(told).isPresent()).isEqualTo(counts);
        assertThat(Deeds.mayBe(told.token(SEALER).record().canonical().toArray()))
                .as("the caller calls itself and its session \"origin\":\"local\"")
                .isEqualTo(counts);
        assertThat(Deeds.count(origin)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"anonymous", "''"})
    void who_is_not_known_has_none_for_anybody_could_spoil_that_name(String principal) {
        assertThat(deed(Told.refused(principal, RefusalKind.RULE, "SNAFT-001"))).isEmpty();
    }

    private static Optional<Deed> deed(Told told) {
        return Deeds.of(told.token(SEALER), 3, T);
    }
}
