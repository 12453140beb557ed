package dev.airlock.road.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @Test
    void what_is_not_given_has_its_default() {
        var settings = new Settings(Map.of());
        assertThat(settings.text("name", "snaft-0")).isEqualTo("snaft-0");
        assertThat(settings.whole("port", 4430, 0, 65_535)).isEqualTo(4430);
        assertThat(settings.millis("tick.ms", 50, 10, 250)).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.yes("mux.enabled", true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11, 250})
    void both_bounds_are_within(long value) {
        assertThat(new Settings(Map.of("tick.ms", Long.toString(value))).whole("tick.ms", 50L, 10L, 250L))
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "251", "-10", "", "ten", "0x10", "10.0", "99999999999999999999"})
    void what_is_no_number_within_the_bounds_is_refused_with_them(String value) {
        assertThatThrownBy(() -> new Settings(Map.of("tick.ms", value)).whole("tick.ms", 50, 10, 250))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tick.ms is '" + value + "'; it must be a whole number from 10 to 250");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "TRUE", "1", ""})
    void a_switch_is_true_or_false_and_nothing_else(String value) {
        assertThatThrownBy(() -> new Settings(Map.of("mux.enabled", value)).yes("mux.enabled", false))
                .hasMessage("mux.enabled is '" + value + "'; it must be true or false");
    }

    @Test
    void the_bus_takes_its_own_keys_and_no_others() {
        var settings = new Settings(Map.of(
                "bootstrap.servers", "kafka:9092",
                "namespace", "blue.",
                "security.protocol", "SSL",
                "sasl.jaas.config", "hush",
                "ssl.truststore.location", "/trust",
                "keys.dir", "/keys",
                "acks", "0"));
        Map<String, String> access =
                Map.of("security.protocol", "SSL", "sasl.jaas.config", "hush", "ssl.truststore.location", "/trust");
        assertThat(settings.bus()).isEqualTo(new Bus("kafka:9092", access, "blue."));
        assertThat(settings.path("keys.dir")).isEqualTo(Path.of("/keys"));
        assertThat(settings.others()).isEqualTo(Map.of("acks", "0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void what_is_required_is_neither_missing_nor_blank(String value) {
        assertThatThrownBy(() -> new Settings(Map.of("keys.dir", value)).path("keys.dir"))
                .hasMessage("the setting 'keys.dir' is missing");
        assertThatThrownBy(() -> new Settings(Map.of()).bus()).hasMessage("the setting 'bootstrap.servers' is missing");
    }

    @Test
    void a_misspelt_key_is_refused_with_the_nearest() {
        var settings = new Settings(Map.of("lease.tll.ms", "1000"));
        settings.millis("lease.ttl.ms", 1000, 250, 5000);
        settings.millis("lease.every.ms", 250, 20, 2000);
        assertThatThrownBy(settings::refuseOthers)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no setting 'lease.tll.ms'; did you mean 'lease.ttl.ms'?");
    }

    @Test
    void what_was_asked_for_is_not_refused() {
        var settings = new Settings(Map.of("name", "a"));
        settings.text("name", "b");
        settings.refuseOthers();
        assertThat(settings.others()).isEmpty();
    }
}
