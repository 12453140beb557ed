package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final ByteBudget budget = new ByteBudget(1_000);

    @Test
    void all_together_hold_no_more_than_there_may_be() {
        ByteBudget.Portion one = budget.portion(true);
        ByteBudget.Portion other = budget.portion(true);
        assertThat(one.resize(600)).isTrue();
        assertThat(other.resize(400)).isTrue();
        assertThat(other.resize(401)).isFalse();
        assertThat(budget.held()).as("and it holds what it did").isEqualTo(1_000);
        assertThat(one.resize(100)).isTrue();
        assertThat(other.resize(900)).isTrue();
        one.end();
        one.end();
        other.end();
        assertThat(budget.held()).isZero();
    }

    @Test
    void strangers_leave_a_quarter_to_this_machine_s_user() {
        ByteBudget.Portion stranger = budget.portion(false);
        assertThat(stranger.resize(751)).isFalse();
        assertThat(stranger.resize(750)).isTrue();
        assertThat(budget.portion(false).resize(1)).isFalse();
        assertThat(budget.portion(true).resize(250)).isTrue();
    }
}
