package dev.airlock.jail.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.jail.model.JailSettings.Level;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JailSettingsTest {
    @Test
    void by_default_there_is_no_jail() {
        assertThat(JailSettings.from(Map.of()))
                .isEqualTo(new JailSettings(Level.OFF, "airlock", Strictness.ERRNO, List.of()));
        assertThat(JailSettings.OFF.wanted()).isFalse();
    }

    @Test
    void every_key_is_read() {
        Map<String, String> all = Map.of(
                "jail", "required", "jail.user", "64000:64001", "jail.seccomp", "kill", "jail.connect", "9093, 9094");
        assertThat(JailSettings.from(all))
                .isEqualTo(new JailSettings(Level.REQUIRED, "64000:64001", Strictness.KILL, List.of(9093, 9094)));
    }

    @ParameterizedTest
    @CsvSource({
        "jail, yes",
        "jail.user, root",
        "jail.user, 0:5",
        "jail.user, 5:0",
        "jail.seccomp, off",
        "jail.connect, http",
        "jail.connect, 0",
        "jail.connect, 65536",
        "jail.usr, x"
    })
    void a_wrong_value_is_named_with_its_key(String key, String value) {
        assertThatThrownBy(() -> JailSettings.from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key);
    }

    @Test
    void a_required_jail_does_not_only_log() {
        assertThatThrownBy(() -> JailSettings.from(Map.of("jail", "required", "jail.seccomp", "log")))
                .hasMessageContaining("protects from nothing");
    }
}
