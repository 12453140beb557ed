package dev.airlock.executor.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.model.Ceilings;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets a run whose policy is only written down. */
class AuditCheckTest {
    private static final Intent INTENT = Orders.of("s", "i", "print(1)", Instant.parse("2026-05-29T14:00:00Z"))
            .asIntent();

    private static Optional<Refusal> check(Mode mode, Origin origin, boolean on) {
        var ceilings = new Ceilings(Duration.ofMinutes(1), 1_000, 65_536, Set.of(SandboxKind.MICROVM), on);
        return AuditCheck.refusal(INTENT.in(mode), origin, ceilings);
    }

    @ParameterizedTest
    @EnumSource(
            value = Origin.class,
            names = {"EXTERNAL_AI", "EXTERNAL", "INTERNAL"})
    void an_external_caller_never_gets_audit_mode_even_where_it_is_on(Origin origin) {
        assertThat(check(Mode.AUDIT, origin, true)).map(Refusal::rule).contains("audit_external");
        assertThat(check(Mode.AUDIT, origin, false)).map(Refusal::kind).contains(RefusalKind.POLICY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Origin.class,
            names = {"LOCAL", "OPERATOR"})
    void a_local_caller_and_an_operator_get_it_only_where_the_configuration_says_so(Origin origin) {
        assertThat(check(Mode.AUDIT, origin, true)).isEmpty();
        assertThat(check(Mode.AUDIT, origin, false)).map(Refusal::text).hasValueSatisfying(text -> assertThat(text)
                .contains("audit.enabled=true"));
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void a_mode_that_nobody_knows_is_refused_and_enforcing_never_is(Origin origin) {
        assertThat(check(Mode.UNKNOWN, origin, true)).map(Refusal::kind).contains(RefusalKind.MALFORMED);
        assertThat(check(Mode.ENFORCE, origin, false)).isEmpty();
    }

    @Test
    void an_executor_enforces_unless_it_is_told_otherwise() {
        assertThat(new Ceilings(Duration.ofMinutes(1), 1_000, Set.of()).audit()).isFalse();
    }
}
