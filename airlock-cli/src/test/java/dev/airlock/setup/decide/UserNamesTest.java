package dev.airlock.setup.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UserNamesTest {
    @Test
    void a_services_user_says_how_all_begin() {
        assertThat(UserNames.beginning(Map.of("policy", "acme-policy"))).contains("acme");
        assertThat(UserNames.beginning(Map.of("policy", "acme-eu-policy", "snaft", "root")))
                .contains("acme-eu");
    }

    @Test
    void another_ones_user_says_nothing() {
        assertThat(UserNames.beginning(Map.of())).isEmpty();
        assertThat(UserNames.beginning(Map.of("policy", "root", "snaft", "acme-policy", "ledger", "-ledger")))
                .isEmpty();
        assertThat(UserNames.beginning(Map.of("policy", "policy", "snaft", "9-snaft")))
                .isEmpty();
    }
}
