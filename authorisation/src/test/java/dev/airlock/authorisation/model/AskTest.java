package dev.airlock.authorisation.model;

import static dev.airlock.authorisation.PolicySamples.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskTest {
    private static Ask with(String principal, String intent, int trust, int mib, int millis) {
        return new Ask(
                principal,
                Origin.LOCAL,
                intent,
                "r",
                "i",
                PostureLevel.NORMAL_ZERO_TRUST,
                Cause.RUNTIME,
                Backend.ANY,
                Lane.BUS,
                Risk.BENIGN,
                trust,
                true,
                false,
                true,
                mib,
                millis,
                Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        "'', a, 0, 0, 0, principal is empty", "a, '', 0, 0, 0, intent is empty", "a, a, -1, 0, 0, trust is -1",
        "a, a, 101, 0, 0, trust is 101", "a, a, 0, -1, 0, memory_mib is -1", "a, a, 0, 0, -1, timeout_millis -1"
    })
    void a_question_that_makes_no_sense_cannot_be_asked(
            String principal, String intent, int trust, int mib, int millis, String why) {
        assertThatThrownBy(() -> with(principal, intent, trust, mib, millis)).hasMessageContaining(why);
    }

    @Test
    void questions_are_equal_only_if_everything_that_a_policy_can_see_is() {
        Ask one = with("a", "b", 1, 2, 3);
        assertThat(one).isEqualTo(with("a", "b", 1, 2, 3)).hasSameHashCodeAs(with("a", "b", 1, 2, 3));
        assertThat(List.of(
                        with("x", "b", 1, 2, 3),
                        with("a", "x", 1, 2, 3),
                        with("a", "b", 9, 2, 3),
                        with("a", "b", 1, 9, 3),
                        with("a", "b", 1, 2, 9)))
                .doesNotContain(one);
        assertThat(ask(Origin.LOCAL, Flag.COERCES)).isNotEqualTo(ask(Origin.LOCAL));
    }

    @Test
    void flags_have_the_names_of_the_policies() {
        assertThat(Flag.values()).hasSize(10);
        for (Flag flag : Flag.values()) {
            assertThat(Flag.ofLabel(flag.label())).contains(flag);
        }
        assertThat(Flag.ofLabel("DECEIVES")).isEmpty();
    }

    @Test
    void an_answer_names_what_decides() {
        assertThatThrownBy(() -> new Authorisation.Allowed(List.of(), "v")).hasMessageContaining("nothing is allowed");
        assertThatThrownBy(() -> new Authorisation.Denied(List.of(), "r", "v"))
                .hasMessageContaining("names what denies");
    }

    @ParameterizedTest
    @CsvSource({
        "true, '', true, x, ''",
        "true, x, true, x, ''",
        "false, x, false, x, ''",
        "true, y, true, x, 'q: expected allow by y, but it is allowed by x'",
        "false, '', true, x, 'q: expected deny, but it is allowed by x'",
        "true, '', false, x, 'q: expected allow, but it is denied by x: no'"
    })
    void an_expectation_is_missed_by_another_answer_or_another_policy(
            boolean wanted, String by, boolean allowed, String policy, String missed) {
        var expectation = new Expectation("q", ask(), wanted, Optional.of(by).filter(id -> !id.isEmpty()));
        Authorisation answer = allowed
                ? new Authorisation.Allowed(List.of(policy), "v")
                : new Authorisation.Denied(List.of(policy), "no", "v");
        assertThat(expectation.missedBy(answer).orElse("")).isEqualTo(missed);
    }
}
