package dev.airlock.gateway.decide;

import static dev.airlock.gateway.Samples.LIMITS;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.effective;
import static dev.airlock.gateway.Samples.stale;
import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static dev.airlock.schemas.model.PostureLevel.QUARANTINE_EXTERNAL_AI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.PolicySamples;
import dev.airlock.authorisation.shell.Memo;
import dev.airlock.gateway.Samples.Ask;
import dev.airlock.gateway.model.Decision;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.posture.Effective;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {
    private static final Gate GATE = new Gate(LIMITS, Lane.BUS, new Memo(PolicySamples.own()));

    private static Optional<Refusal> refusal(Effective posture, Ask ask) {
        return switch (GATE.decide(posture, ask.screening(), NOW)) {
            case Decision.Admit _ -> Optional.empty();
            case Decision.Refuse(Refusal refusal) -> Optional.of(refusal);
        };
    }

    private static Order order(Effective posture, Ask ask) {
        if (GATE.decide(posture, ask.screening(), NOW) instanceof Decision.Admit(Order order)) {
            return order;
        }
        throw new AssertionError("refused: " + refusal(posture, ask));
    }

    @ParameterizedTest
    @CsvSource({
        "NORMAL_ZERO_TRUST, EXTERNAL_AI, ''",
        "NORMAL_ZERO_TRUST, EXTERNAL, ''",
        "NORMAL_ZERO_TRUST, INTERNAL, ''",
        "NORMAL_ZERO_TRUST, LOCAL, ''",
        "NORMAL_ZERO_TRUST, OPERATOR, ''",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL_AI, deny_external_ai_inbound",
        "QUARANTINE_EXTERNAL_AI, EXTERNAL, execution_policy",
        "QUARANTINE_EXTERNAL_AI, INTERNAL, execution_policy",
        "QUARANTINE_EXTERNAL_AI, LOCAL, ''",
        "QUARANTINE_EXTERNAL_AI, OPERATOR, ''",
        "HARD_QUARANTINE, EXTERNAL_AI, drop_external_traffic",
        "HARD_QUARANTINE, EXTERNAL, drop_external_traffic",
        "HARD_QUARANTINE, INTERNAL, execution_policy",
        "HARD_QUARANTINE, LOCAL, ''",
        "HARD_QUARANTINE, OPERATOR, ''",
    })
    void the_posture_decides_by_origin(PostureLevel level, Origin origin, String rule) {
        assertThat(refusal(effective(level), ask().by(origin))
                        .map(Refusal::rule)
                        .orElse(""))
                .isEqualTo(rule);
    }

    @Test
    void a_refusal_by_a_switch_says_which_and_for_what() {
        assertThat(refusal(effective(QUARANTINE_EXTERNAL_AI), ask().by(Origin.EXTERNAL_AI)))
                .contains(new Refusal(
                        RefusalKind.POSTURE,
                        "deny_external_ai_inbound",
                        "deny_external_ai_inbound ON (intent=code:execute)"));
    }

    @Test
    void external_ai_without_a_key_is_refused_even_when_all_is_well() {
        assertThat(refusal(
                        effective(NORMAL_ZERO_TRUST),
                        ask().by(Origin.EXTERNAL_AI).unbound()))
                .map(Refusal::kind)
                .contains(RefusalKind.IDENTITY);
    }

    @ParameterizedTest
    @EnumSource(PostureLevel.class)
    void what_snaft_refused_stays_refused_in_every_posture_and_for_every_origin(PostureLevel level) {
        var destruct = new Refusal(RefusalKind.RULE, "DESTRUCT-001", "it deletes a critical root");
        for (Origin origin : Origin.values()) {
            assertThat(refusal(effective(level), ask().by(origin).refused(destruct)))
                    .contains(destruct);
        }
    }

    @Test
    void external_ai_is_never_admitted_under_a_stale_lease() {
        var random = new Random(20261122);
        for (int i = 0; i < 5_000; i++) {
            Ask ask = any(random).by(random.nextBoolean() ? Origin.EXTERNAL_AI : Origin.EXTERNAL);
            assertThat(refusal(stale(), ask)).as("%s", ask).isPresent();
        }
    }

    @Test
    void whatever_is_admitted_keeps_every_limit() {
        var random = new Random(42);
        for (int i = 0; i < 5_000; i++) {
            Ask ask = any(random);
            PostureLevel level = pick(random, PostureLevel.values());
            if (GATE.decide(effective(level), ask.screening(), NOW) instanceof Decision.Admit(Order order)) {
                assertThat(order.memoryMib()).isIn(32, 64, 128, 256).isGreaterThanOrEqualTo(ask.memoryMib());
                assertThat(order.deadlineMillis()).isBetween(1, 300_000);
                assertThat(order.backend()).isNotEqualTo(Backend.UNKNOWN);
                assertThat(order.grant().expiresAt()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
            }
        }
    }

    private static <T> T pick(Random random, T[] from) {
        return from[random.nextInt(from.length)];
    }

    private static Ask any(Random random) {
        return ask().by(pick(random, Origin.values()))
                .on(pick(random, Backend.values()))
                .within(random.nextInt(600_000), random.nextInt(600))
                .named("i-" + random.nextInt());
    }

    @Test
    void the_simulation_is_for_those_who_belong_here() {
        Effective well = effective(NORMAL_ZERO_TRUST);
        assertThat(refusal(well, ask().on(Backend.SIMULATION))).isEmpty();
        assertThat(refusal(well, ask().on(Backend.SIMULATION).by(Origin.EXTERNAL_AI)))
                .map(Refusal::rule)
                .contains("simulation_external");
    }

    @Test
    void an_unknown_backend_is_refused() {
        assertThat(refusal(effective(NORMAL_ZERO_TRUST), ask().on(Backend.UNKNOWN)))
                .map(Refusal::rule)
                .contains("backend");
    }

    @Test
    void an_order_has_the_defaults_when_nothing_is_asked() {
        Order order = order(effective(NORMAL_ZERO_TRUST), ask());
        assertThat(order.memoryMib()).isEqualTo(256);
        assertThat(order.deadlineMillis()).isEqualTo(10_000);
        assertThat(order.outputBytesMax()).isEqualTo(65_536);
        assertThat(order.grant().verdictId()).isEqualTo("verdict-1");
        assertThat(order.grant().posture()).isEqualTo(NORMAL_ZERO_TRUST);
    }

    @Test
    void memory_comes_in_size_classes() {
        assertThat(order(effective(NORMAL_ZERO_TRUST), ask().within(0, 33)).memoryMib())
                .isEqualTo(64);
        assertThat(order(effective(NORMAL_ZERO_TRUST), ask().within(0, 1)).memoryMib())
                .isEqualTo(32);
    }

    @Test
    void asking_for_more_memory_than_the_route_has_is_refused_with_the_fix() {
        assertThat(refusal(effective(NORMAL_ZERO_TRUST), ask().within(0, 257)))
                .map(Refusal::text)
                .hasValueSatisfying(text -> assertThat(text).contains("257").contains("at most 256"));
    }

    @Test
    void asking_for_more_time_than_there_is_is_refused_with_the_fix() {
        assertThat(refusal(effective(NORMAL_ZERO_TRUST), ask().within(300_001, 0)))
                .map(Refusal::text)
                .hasValueSatisfying(text -> assertThat(text).contains("300001").contains("at most 300000"));
    }

    @Test
    void the_same_arguments_give_the_same_decision() {
        Effective hard = effective(HARD_QUARANTINE);
        assertThat(GATE.decide(hard, ask().screening(), NOW)).isEqualTo(GATE.decide(hard, ask().screening(), NOW));
    }

    private static Gate under(String policies) {
        return new Gate(LIMITS, Lane.BUS, PolicySamples.set(policies));
    }

    @Test
    void a_refusal_by_policy_names_it_with_its_reason_and_the_set() {
        Gate gate = under(PolicySamples.open("@id(\"no-local\") @reason(\"not today\") forbid (principal"
                + " in Origin::\"local\", action, resource); @id(\"no-code\") @reason(\"no code\") forbid (principal in"
                + " Origin::\"local\", action, resource in Intent::\"code\");"));
        Decision decision = gate.decide(effective(NORMAL_ZERO_TRUST), ask().screening(), NOW);
        assertThat(decision).isInstanceOfSatisfying(Decision.Refuse.class, refused -> {
            assertThat(refused.refusal().kind()).isEqualTo(RefusalKind.POLICY);
            assertThat(refused.refusal().rule()).isEqualTo("no-code");
            assertThat(refused.refusal().text()).matches("no code; also no-local \\(policies sha256:[0-9a-f]{64}\\)");
        });
    }

    @Test
    void what_the_posture_refuses_no_policy_is_asked_about() {
        Gate gate = new Gate(LIMITS, Lane.BUS, asked -> {
            throw new AssertionError(asked);
        });
        assertThat(gate.decide(
                        effective(HARD_QUARANTINE), ask().by(Origin.EXTERNAL_AI).screening(), NOW))
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void a_grant_names_the_set_and_the_policies_that_permit() {
        var set = PolicySamples.own();
        assertThat(order(effective(NORMAL_ZERO_TRUST), ask()).grant().policyVersion())
                .isEqualTo(set.version());
        assertThat(order(effective(NORMAL_ZERO_TRUST), ask()).grant().policies())
                .containsExactly("own-people");
        assertThat(order(effective(NORMAL_ZERO_TRUST), ask().by(Origin.EXTERNAL))
                        .grant()
                        .policies())
                .containsExactly("external-with-identity");
    }
}
