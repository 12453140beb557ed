package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
    @ParameterizedTest
    @ValueSource(strings = {"fleet", "agent:local", "agent:Zoë's agent", "agent:a:b", "session:s-1", "session:agent:x"})
    void a_scope_is_its_text(String text) {
        assertThat(Scope.of(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Fleet",
                "fleet:",
                "agent",
                "agent:",
                "agent: ",
                "session:",
                "session:a b",
                "agent:a\nb",
                "tenant:x",
                " fleet"
            })
    void anything_else_is_no_scope(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.of(text)).withMessageContaining("scope");
    }

    @Test
    void a_name_is_as_long_as_a_name_may_be_and_no_longer() {
        assertThat(Scope.of("session:" + "s".repeat(128)).name()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.session("s".repeat(129)));
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.agent("a".repeat(129)));
    }

    @Test
    void what_is_no_scope_is_named_with_the_three_forms() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scope.of("team:x"))
                .withMessage("scope is 'team:x'; it must be fleet, agent:NAME or session:ID");
    }
}
