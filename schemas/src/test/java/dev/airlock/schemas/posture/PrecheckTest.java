package dev.airlock.schemas.posture;

import static dev.airlock.schemas.posture.Postures.START;
import static dev.airlock.schemas.posture.Postures.inForce;
import static dev.airlock.schemas.posture.Postures.normal;
import static dev.airlock.schemas.posture.Postures.posture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrecheckTest {
    private static final Effective FAIL_CLOSED = PostureView.unknown().current(START, 0);

    @ParameterizedTest
    @CsvSource({
        "NORMAL_ZERO_TRUST,      EXTERNAL_AI, pass",
        "NORMAL_ZERO_TRUST,      EXTERNAL,    pass",
        "NORMAL_ZERO_TRUST,      INTERNAL,    pass",
        "NORMAL_ZERO_TRUST,      LOCAL,       pass",
        "NORMAL_ZERO_TRUST,      OPERATOR,    pass",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL_AI, deny_external_ai_inbound",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL,    pass",
        "QUARANTINE_EXTERNAL_AI, INTERNAL,    pass",
        "QUARANTINE_EXTERNAL_AI, LOCAL,       pass",
        "QUARANTINE_EXTERNAL_AI, OPERATOR,    pass",
        "HARD_QUARANTINE,        EXTERNAL_AI, drop_external_traffic",
        "HARD_QUARANTINE,        EXTERNAL,    drop_external_traffic",
        "HARD_QUARANTINE,        INTERNAL,    pass",
        "HARD_QUARANTINE,        LOCAL,       pass",
        "HARD_QUARANTINE,        OPERATOR,    pass",
    })
    void the_switches_decide_by_posture_and_origin(PostureLevel level, Origin origin, String rule) {
        assertThat(rule(level, Approach.sandboxed(origin, true, "code:execute")))
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "NORMAL_ZERO_TRUST,      EXTERNAL_AI, pass",
        "NORMAL_ZERO_TRUST,      OPERATOR,    pass",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL_AI, deny_external_ai_inbound",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL,    deny_remote_tool_invocation",
        "QUARANTINE_EXTERNAL_AI, INTERNAL,    deny_remote_tool_invocation",
        "QUARANTINE_EXTERNAL_AI, LOCAL,       deny_remote_tool_invocation",
        "QUARANTINE_EXTERNAL_AI, OPERATOR,    deny_remote_tool_invocation",
        "HARD_QUARANTINE,        EXTERNAL,    drop_external_traffic",
        "HARD_QUARANTINE,        OPERATOR,    deny_remote_tool_invocation",
    })
    void a_remote_tool_is_refused_under_every_quarantine(PostureLevel level, Origin origin, String rule) {
        assertThat(rule(level, new Approach(origin, true, true, false, "code:execute")))
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "NORMAL_ZERO_TRUST,      INTERNAL, pass",
        "QUARANTINE_EXTERNAL_AI, INTERNAL, deny_unsandboxed_execution",
        "QUARANTINE_EXTERNAL_AI, OPERATOR, deny_unsandboxed_execution",
        "HARD_QUARANTINE,        LOCAL,    deny_unsandboxed_execution",
    })
    void an_operators_repair_needs_a_sandbox_too(PostureLevel level, Origin origin, String rule) {
        assertThat(rule(level, new Approach(origin, true, false, false, "code:execute")))
                .isEqualTo(rule);
    }

    @Test
    void a_refusal_names_the_switch_and_the_intent() {
        assertThat(Precheck.refusal(
                        wideOpen(PostureLevel.QUARANTINE_EXTERNAL_AI),
                        Approach.sandboxed(Origin.EXTERNAL_AI, true, "code:execute")))
                .contains(new Refusal(
                        RefusalKind.POSTURE,
                        "deny_external_ai_inbound",
                        "deny_external_ai_inbound ON (intent=code:execute)"));
    }

    @ParameterizedTest
    @CsvSource({
        "EXTERNAL_AI, false, external_ai_inbound",
        "EXTERNAL,    false, external_ai_inbound",
        "EXTERNAL_AI, true,  pass",
        "EXTERNAL,    true,  pass",
        "INTERNAL,    false, pass",
    })
    void under_normal_the_external_origins_still_need_a_bound_identity(Origin origin, boolean bound, String rule) {
        Approach approach = Approach.sandboxed(origin, bound, "code:execute");
        assertThat(rule(PostureLevel.NORMAL_ZERO_TRUST, approach)).isEqualTo(rule);
        assertThat(Precheck.refusal(inForce(normal(0)), approach).map(Refusal::kind))
                .isEqualTo(rule.equals("pass") ? Optional.empty() : Optional.of(RefusalKind.IDENTITY));
    }

    @Test
    void external_ai_inbound_deny_refuses_external_ai_whatever_the_switches_say() {
        Effective posture = inForce(posture(
                0, PostureLevel.NORMAL_ZERO_TRUST, ExternalInbound.DENY, ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD));
        assertThat(Precheck.refusal(posture, Approach.sandboxed(Origin.EXTERNAL_AI, true, "file:scan")))
                .map(Refusal::text)
                .contains("external_ai_inbound deny (intent=file:scan)");
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOW_THROUGH_TRUST_KERNELD,     INTERNAL, pass",
        "ALLOW_THROUGH_AIRLOCK,           EXTERNAL, pass",
        "LOCAL_OR_OPERATOR_APPROVED_ONLY, EXTERNAL, execution_policy",
        "LOCAL_OR_OPERATOR_APPROVED_ONLY, INTERNAL, execution_policy",
        "LOCAL_OR_OPERATOR_APPROVED_ONLY, LOCAL,    pass",
        "LOCAL_OR_OPERATOR_APPROVED_ONLY, OPERATOR, pass",
        "DENY,                            EXTERNAL, execution_policy",
        "DENY,                            INTERNAL, execution_policy",
        "DENY,                            LOCAL,    pass",
        "DENY,                            OPERATOR, pass",
    })
    void the_execution_policy_leaves_the_rescuers(ExecutionPolicy policy, Origin origin, String rule) {
        Effective posture = inForce(
                posture(0, PostureLevel.QUARANTINE_EXTERNAL_AI, ExternalInbound.ALLOW_IF_IDENTITY_BOUND, policy));
        assertThat(ruleOf(posture, Approach.sandboxed(origin, true, "code:execute")))
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @EnumSource(Origin.class)
    void the_fail_closed_value_leaves_only_local_and_operator(Origin origin) {
        boolean rescuer = origin == Origin.LOCAL || origin == Origin.OPERATOR;
        assertThat(Precheck.refusal(FAIL_CLOSED, Approach.sandboxed(origin, true, "code:execute"))
                        .isEmpty())
                .isEqualTo(rescuer);
    }

    private static String rule(PostureLevel level, Approach approach) {
        return ruleOf(wideOpen(level), approach);
    }

    private static String ruleOf(Effective posture, Approach approach) {
        return Precheck.refusal(posture, approach).map(Refusal::rule).orElse("pass");
    }

    /** A posture in which only the switches can refuse. */
    private static Effective wideOpen(PostureLevel level) {
        return inForce(posture(
                0, level, ExternalInbound.ALLOW_IF_IDENTITY_BOUND, ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD));
    }
}
