package dev.airlock.redteam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
    private static Row held(Category category) {
        return new Row(category, 2, 2, List.of(), "");
    }

    @Test
    void an_escape_is_named_and_does_not_hold() {
        var account = new Account(
                List.of(held(Category.ARG_FUZZ), new Row(Category.CAP_FORGERY, 2, 1, List.of("attacker 1: ran"), "")),
                List.of());
        assertThat(account.holds()).isFalse();
        assertThat(account.text())
                .contains("ESCAPED CAP_FORGERY attacker 1: ran")
                .endsWith("it does not hold");
        assertThat(account.fields()).containsEntry("holds", false);
    }

    @Test
    void a_control_that_failed_does_not_hold_although_nothing_escaped() {
        var account = new Account(List.of(new Row(Category.ARG_FUZZ, 1, 0, List.of(), "no token")), List.of());
        assertThat(account.holds()).isFalse();
        assertThat(account.text()).contains("CONTROL FAILED ARG_FUZZ no token");
    }

    @Test
    void what_is_found_late_does_not_hold() {
        var account = new Account(List.of(held(Category.ARG_FUZZ)), List.of("s/1 has 2 tokens"));
        assertThat(account.holds()).isFalse();
        assertThat(account.text()).contains("ESCAPED late: s/1 has 2 tokens");
    }

    @Test
    void a_campaign_in_which_nobody_attacked_does_not_hold() {
        var nobody = new Row(Category.POSTURE_RACE, 0, 0, List.of(), "");
        assertThat(new Account(List.of(nobody), List.of()).holds()).isFalse();
        assertThat(new Account(List.of(held(Category.ARG_FUZZ), nobody), List.of()).holds())
                .isTrue();
    }

    @Test
    void all_categories_say_what_is_tried_and_have_somebody_who_tries() {
        assertThat(Category.all()).hasSize(2 * Category.INHERITED + 1).allSatisfy(category -> {
            assertThat(category.about()).isNotBlank();
            assertThat(category.attacker()).isNotNull();
        });
    }

    @Test
    void a_campaign_of_nobody_is_refused() {
        assertThatThrownBy(() -> new Campaign(0, 1337, Category.all()))
                .hasMessage("--attackers is 0; it must be 1 to 1000000");
    }
}
