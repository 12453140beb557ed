package dev.airlock.gateway.decide;

import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.effective;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RuleHit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AsksTest {
    private static RuleHit hit(String rule) {
        return new RuleHit(rule, "it was seen");
    }

    @Test
    void the_question_is_what_posture_and_screening_say() {
        Ask asked = Asks.of(
                effective(PostureLevel.QUARANTINE_EXTERNAL_AI),
                ask().by(Origin.OPERATOR)
                        .on(Backend.MICROVM)
                        .within(5_000, 64)
                        .screening()
                        .weighed(Risk.SENSITIVE, 42),
                Lane.FAST,
                true);
        assertThat(asked.origin()).isEqualTo(Origin.OPERATOR);
        assertThat(asked.intent()).isEqualTo("code:execute");
        assertThat(asked.route()).isEqualTo("code:execute");
        assertThat(asked.image()).isEqualTo("airlock-python:latest");
        assertThat(asked.posture()).isEqualTo(PostureLevel.QUARANTINE_EXTERNAL_AI);
        assertThat(asked.cause()).isEqualTo(Cause.RUNTIME);
        assertThat(asked.backend()).isEqualTo(Backend.MICROVM);
        assertThat(asked.lane()).isEqualTo(Lane.FAST);
        assertThat(asked.risk()).isEqualTo(Risk.SENSITIVE);
        assertThat(asked.trust()).isEqualTo(42);
        assertThat(asked.identityBound()).isTrue();
        assertThat(asked.freshCopy()).isTrue();
        assertThat(List.of(asked.memoryMib(), asked.timeoutMillis())).containsExactly(64, 5_000);
        assertThat(asked.flags()).isEmpty();
        assertThat(asked.approved()).isTrue();
    }

    @Test
    void the_question_names_those_on_whose_behalf_it_is() {
        Ask asked =
                Asks.of(effective(PostureLevel.NORMAL_ZERO_TRUST), ask().onBehalfOf("lead", "middle"), Lane.BUS, false);
        assertThat(asked.onBehalfOf()).containsExactly("lead", "middle");
    }

    @ParameterizedTest
    @EnumSource(Flag.class)
    void a_hit_of_a_rule_that_is_called_by_a_flag_raises_it(Flag flag) {
        assertThat(Asks.flags(List.of(hit("DESTRUCT-001"), hit("flag." + flag.label()))))
                .containsExactly(flag);
    }

    @Test
    void a_flag_that_nobody_knows_raises_all_and_other_rules_none() {
        assertThat(Asks.flags(List.of(hit("flag.lies")))).containsExactlyInAnyOrder(Flag.values());
        assertThat(Asks.flags(List.of(hit("flags"), hit("deceives"), hit("FLAG.deceives"))))
                .isEmpty();
    }

    @Test
    void an_unknown_backend_is_no_copy() {
        Ask asked = Asks.of(
                effective(PostureLevel.NORMAL_ZERO_TRUST),
                ask().on(Backend.UNKNOWN).screening(),
                Lane.BUS,
                false);
        assertThat(asked.freshCopy()).isFalse();
        assertThat(asked.approved()).isFalse();
    }
}
