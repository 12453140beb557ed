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

    private static Settings told(Map<String, String> file, Map<String, String> environment) {
        return new Settings(file, Overrides.of("policy", environment));
    }

    @Test
    void the_command_stands_before_the_environment_and_that_before_the_file() {
        var settings = told(
                Map.of("a.b", "file", "c", "file", "d", "file"),
                Map.of("AIRLOCK_POLICY_A_B", "environment", "AIRLOCK_POLICY_C", "environment", "AIRLOCK_SNAFT_D", "x"));
        settings.say("a.b", "command");
        assertThat(settings.text("a.b", "")).isEqualTo("command");
        assertThat(settings.text("c", "")).isEqualTo("environment");
        assertThat(settings.text("d", "")).isEqualTo("file");
        assertThat(settings.text("e", "default")).isEqualTo("default");
        settings.refuseOthers();
        assertThat(settings.effective())
                .containsExactly(
                        new Setting("a.b", "command", Source.COMMAND),
                        new Setting("c", "environment", Source.ENVIRONMENT),
                        new Setting("d", "file", Source.FILE),
                        new Setting("e", "default", Source.DEFAULT));
    }

    @Test
    void a_misspelt_variable_is_refused_with_the_nearest() {
        var settings = told(Map.of(), Map.of("AIRLOCK_POLICY_LEASE_TLL_MS", "1000"));
        settings.millis("lease.ttl.ms", 1000, 250, 5000);
        assertThatThrownBy(settings::refuseOthers)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the environment has 'AIRLOCK_POLICY_LEASE_TLL_MS', which is no setting;"
                        + " did you mean 'AIRLOCK_POLICY_LEASE_TTL_MS'?");
    }

    @Test
    void a_variable_is_held_to_the_bounds_of_its_setting() {
        assertThatThrownBy(() ->
                        told(Map.of(), Map.of("AIRLOCK_POLICY_TICK_MS", "9")).whole("tick.ms", 50, 10, 250))
                .hasMessageContaining("tick.ms is '9'");
    }

    @Test
    void the_way_in_may_come_from_the_environment_and_is_misspelt_in_neither() {
        Map<String, String> file = Map.of("bootstrap.servers", "kafka:9093", "security.protocol", "SSL");
        assertThat(told(file, Map.of("AIRLOCK_POLICY_SSL_KEYSTORE_PASSWORD", "hush"))
                        .bus()
                        .access())
                .isEqualTo(Map.of("security.protocol", "SSL", "ssl.keystore.password", "hush"));
        var misspelt = told(file, Map.of("AIRLOCK_POLICY_SSL_KEYSTORE_PASWORD", "hush"));
        misspelt.bus();
        assertThatThrownBy(misspelt::refuseOthers).hasMessageEndingWith("'AIRLOCK_POLICY_SSL_KEYSTORE_PASSWORD'?");
        Map<String, String> typo = Map.of("bootstrap.servers", "127.0.0.1:9093", "security.protcol", "SSL");
        assertThatThrownBy(() -> new Settings(typo).bus())
                .hasMessage("Kafka's clients know no property 'security.protcol'; did you mean 'security.protocol'?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka:9092", "127.0.0.1:9092,kafka:9092", "10.0.0.1:9092", "127.0.0.1.evil.example:9092"})
    void a_bus_beyond_this_machine_is_refused_until_somebody_says_how_it_is_protected(String servers) {
        assertThatThrownBy(() -> new Settings(Map.of("bootstrap.servers", servers)).bus())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("security.protocol is missing; set SASL_SSL or SSL");
        assertThat(new Settings(Map.of("bootstrap.servers", servers, "security.protocol", "PLAINTEXT")).bus())
                .isEqualTo(new Bus(servers, Map.of("security.protocol", "PLAINTEXT"), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9092", "localhost:9092", "[::1]:9092, 127.0.0.2:9093"})
    void a_bus_on_this_machine_needs_no_protection(String servers) {
        assertThat(new Settings(Map.of("bootstrap.servers", servers)).bus()).isEqualTo(Bus.at(servers));
    }

    @Test
    void two_ways_in_never_share_a_variable() {
        var overrides = Overrides.of("policy", Map.of());
        assertThat(WayIn.names().stream().map(overrides::variable))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sasl.jaas.config",
                "ssl.keystore.password",
                "ssl.key.password",
                "ssl.keystore.key",
                "ssl.truststore.password",
                "sasl.oauthbearer.client.credentials.client.secret"
            })
    void a_secret_does_not_print(String key) {
        var secret = new Setting(key, "hush", Source.FILE);
        assertThat(secret.secret()).isTrue();
        assertThat(secret).asString().doesNotContain("hush");
    }

    @Test
    void what_was_asked_for_is_not_refused() {
        var settings = new Settings(Map.of("name", "a"));
        settings.text("name", "b");
        settings.refuseOthers();
        assertThat(settings.others()).isEmpty();
    }
}
