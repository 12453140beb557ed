package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WithdrawalTest {
    private final Withdrawal withdrawal = new Withdrawal();
    private final List<String> done = new ArrayList<>();

    @Test
    void what_was_done_in_time_is_taken_back_once_the_intent_is_settled() {
        assertThat(withdrawal.withdrawn()).isFalse();
        assertThat(withdrawal.withdraw(() -> done.add("called off"))).isTrue();
        assertThat(withdrawal.withdraw(() -> done.add("again"))).isTrue();
        assertThat(withdrawal.withdrawn()).isTrue();
        withdrawal.close(() -> done.add("forgotten"));
        assertThat(done).containsExactly("called off", "again", "forgotten");
    }

    @Test
    void what_comes_too_late_is_not_done_and_nothing_is_taken_back() {
        withdrawal.close(() -> done.add("forgotten"));
        assertThat(withdrawal.withdraw(() -> done.add("called off"))).isFalse();
        assertThat(withdrawal.withdrawn()).isFalse();
        assertThat(done).isEmpty();
    }
}
