package dev.airlock.jail.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.jail.model.Account;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/bash
            toor:x:0:5:another root:/root:/bin/bash
            grouped:x:5:0:in root's group:/:/bin/false
            airlock:x:998:997::/var/lib/airlock:/usr/sbin/nologin
            broken:x:many:few::/:/bin/false
            """;

    @Test
    void a_name_and_numbers_are_found() {
        assertThat(Accounts.find(PASSWD, "airlock")).isEqualTo(new Account(998, 997, List.of()));
        assertThat(Accounts.find(PASSWD, "64000:64001")).isEqualTo(new Account(64000, 64001, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"root", "toor", "grouped", "0:5", "5:0", "broken", "nobody-here", "", "98", "-1:5", "1:2:3"})
    void roots_and_strangers_are_refused(String wanted) {
        assertThatThrownBy(() -> Accounts.find(PASSWD, wanted)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_stranger_is_told_how_to_make_the_account() {
        assertThatThrownBy(() -> Accounts.find("", "airlock")).hasMessageContaining("useradd --system airlock");
    }
}
