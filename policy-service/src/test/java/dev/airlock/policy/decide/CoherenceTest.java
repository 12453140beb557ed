package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.saying;
import static dev.airlock.policy.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CoherenceTest {
    @ParameterizedTest
    @CsvSource({
        "EMBEDDED_ONLINE, EMBEDDED, ONLINE_WITH_AIRLOCK,    DISABLED,                         ALLOW_IF_IDENTITY_BOUND,"
                + " ALLOW_THROUGH_TRUST_KERNELD,     NORMAL_ZERO_TRUST",
        "KERNEL_ONLINE,   ONLINE,   ONLINE_WITHOUT_AIRLOCK, DISABLED,                         ALLOW_IF_IDENTITY_BOUND,"
                + " ALLOW_THROUGH_AIRLOCK,           NORMAL_ZERO_TRUST",
        "PYTHON_FALLBACK, OFFLINE,  ONLINE_WITHOUT_AIRLOCK, ENABLED,                          DENY,"
                + " LOCAL_OR_OPERATOR_APPROVED_ONLY, QUARANTINE_EXTERNAL_AI",
        "OFFLINE,         OFFLINE,  OFFLINE,                DENIED_UNLESS_SOFT_BOOTSTRAP_DEV, DENY,"
                + " DENY,                            HARD_QUARANTINE",
    })
    void the_table_is_the_contracts(
            RuntimeMode mode,
            String airlock,
            String kernel,
            String fallback,
            String inbound,
            String execution,
            String posture) {
        Coherence.Row row = Coherence.of(mode);
        assertThat(row.rustAirlock()).hasToString(airlock);
        assertThat(row.trustKernel()).hasToString(kernel);
        assertThat(row.pythonFallback().getFirst()).hasToString(fallback);
        assertThat(row.stance().externalAiInbound()).hasToString(inbound);
        assertThat(row.stance().executionPolicy()).hasToString(execution);
        assertThat(row.stance().posture()).hasToString(posture);
    }

    @ParameterizedTest
    @EnumSource(RuntimeMode.class)
    void a_verdict_of_the_table_has_no_warnings(RuntimeMode mode) {
        assertThat(Coherence.warnings(verdict("v", mode, START))).isEmpty();
    }

    @Test
    void each_deviating_field_is_one_warning_that_names_it() {
        var incoherent = saying(
                verdict("v", RuntimeMode.PYTHON_FALLBACK, START),
                PostureLevel.NORMAL_ZERO_TRUST,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY);
        assertThat(Coherence.warnings(incoherent))
                .containsExactly(
                        "external_ai_inbound is allow_if_identity_bound; python_fallback goes with deny",
                        "snaft_posture is normal_zero_trust; python_fallback goes with quarantine_external_ai");
    }
}
