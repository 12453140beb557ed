package dev.airlock.gateway.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Quota.Word;
import dev.airlock.gateway.model.Habit;
import dev.airlock.gateway.model.QuotaLimits;
import org.junit.jupiter.api.Test;

class QuotaTest {
    private static final QuotaLimits STRANGER = new QuotaLimits(15, 10_000, 5, 4.0, 3, 120_000);
    private static final String NAME = "agent.aintcode:execute";

    private Habit habit = Habit.NONE;

    private Word ask(QuotaLimits limits, long now, String digest, String name) {
        Word word = Quota.weigh(habit, limits, now, digest, name);
        habit = word.habit();
        return word;
    }

    private Word ask(long now) {
        return ask(STRANGER, now, "digest of " + now, NAME);
    }

    @Test
    void fifteen_requests_within_ten_seconds_pass_and_the_sixteenth_holds_for_two_minutes() {
        for (int i = 0; i < 15; i++) {
            assertThat(ask(i)).isInstanceOf(Word.Pass.class);
        }
        assertThat(ask(15))
                .isEqualTo(
                        new Word.Hold(habit, true, 120_015, "quota.requests", "more than 15 requests within 10000 ms"));
        assertThat(ask(120_014)).isInstanceOfSatisfying(Word.Hold.class, hold -> assertThat(hold.begins())
                .isFalse());
        assertThat(ask(120_015)).isInstanceOf(Word.Pass.class);
    }

    @Test
    void a_steady_pace_within_the_quota_is_never_held() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(ask(i * 700L)).as("request %s", i).isInstanceOf(Word.Pass.class);
            assertThat(habit.times()).hasSizeLessThanOrEqualTo(15);
        }
    }

    @Test
    void the_same_bytes_five_times_in_a_row_are_one_too_many() {
        for (int i = 0; i < 4; i++) {
            assertThat(ask(STRANGER, i, "same", NAME)).isInstanceOf(Word.Pass.class);
        }
        assertThat(ask(STRANGER, 4, "same", NAME))
                .isInstanceOfSatisfying(
                        Word.Hold.class, hold -> assertThat(hold.rule()).isEqualTo("quota.repetition"));
    }

    @Test
    void the_same_bytes_once_in_a_window_are_a_habit_and_no_flood() {
        for (int i = 0; i < 20; i++) {
            assertThat(ask(STRANGER, i * 10_001L, "same", NAME)).isInstanceOf(Word.Pass.class);
        }
    }

    @Test
    void three_names_in_a_row_that_look_drawn_by_lot_are_one_too_many() {
        String drawn = "qZ8vK3xW1mN7bT5yH2jL9pR4sD6fG0cV";
        assertThat(Quota.entropy(drawn)).isGreaterThan(4.0);
        assertThat(Quota.entropy(NAME)).isLessThan(4.0);
        assertThat(ask(STRANGER, 0, "a", drawn)).isInstanceOf(Word.Pass.class);
        assertThat(ask(STRANGER, 1, "b", drawn)).isInstanceOf(Word.Pass.class);
        assertThat(ask(STRANGER, 2, "c", NAME)).isInstanceOf(Word.Pass.class);
        assertThat(ask(STRANGER, 3, "d", drawn)).isInstanceOf(Word.Pass.class);
        assertThat(ask(STRANGER, 4, "e", drawn)).isInstanceOf(Word.Pass.class);
        assertThat(ask(STRANGER, 5, "f", drawn)).isInstanceOfSatisfying(Word.Hold.class, hold -> assertThat(hold.rule())
                .isEqualTo("quota.entropy"));
    }

    @Test
    void a_principal_is_told_when_its_oldest_request_is_out_of_the_window_and_is_held_no_longer() {
        QuotaLimits limits = QuotaLimits.ofPrincipal(2, 1_000);
        ask(limits, 0, "same", "");
        ask(limits, 400, "same", "");
        assertThat(ask(limits, 500, "same", ""))
                .isInstanceOfSatisfying(
                        Word.Hold.class, hold -> assertThat(hold.until()).isEqualTo(1_000));
        assertThat(ask(limits, 1_000, "same", "")).isInstanceOf(Word.Pass.class);
    }

    @Test
    void a_clock_that_goes_back_holds_nobody_for_longer_than_the_limits_say() {
        for (int i = 0; i < 16; i++) {
            ask(1_000_000 + i);
        }
        assertThat(ask(1_000_016)).isInstanceOf(Word.Hold.class);
        assertThat(ask(5)).isInstanceOf(Word.Pass.class);
    }

    @Test
    void no_name_has_no_entropy() {
        assertThat(Quota.entropy("")).isZero();
        assertThat(Quota.entropy("aaaa")).isZero();
        assertThat(Quota.entropy("abcd")).isCloseTo(2.0, org.assertj.core.data.Offset.offset(1e-9));
    }
}
