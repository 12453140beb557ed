package dev.airlock.snaft.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnaftConfigTest {
    private static final Map<String, String> LEAST = Map.of("bootstrap.servers", "127.0.0.1:9092", "keys.dir", "keys");

    @Test
    void the_least_has_these_defaults() {
        assertThat(SnaftConfig.from(LEAST))
                .isEqualTo(new SnaftConfig(
                        Bus.at("127.0.0.1:9092"), Path.of("keys"), "snaft", "snaft-0", Duration.ofHours(24)));
    }

    @Test
    void every_key_can_be_changed() {
        Map<String, String> access = Map.of(
                "security.protocol", "SASL_SSL", "sasl.jaas.config", "hush", "ssl.truststore.location", "/etc/trust");
        SnaftConfig changed = SnaftConfig.from(Map.of(
                "bootstrap.servers", "kafka:9093",
                "namespace", "test.",
                "security.protocol", "SASL_SSL",
                "sasl.jaas.config", "hush",
                "ssl.truststore.location", "/etc/trust",
                "keys.dir", "/data/keys",
                "key.name", "snaft@host2",
                "instance", "snaft-7",
                "trust.hours", "3"));
        assertThat(changed)
                .isEqualTo(new SnaftConfig(
                        new Bus("kafka:9093", access, "test."),
                        Path.of("/data/keys"),
                        "snaft@host2",
                        "snaft-7",
                        Duration.ofHours(3)));
        assertThat(changed.toString()).doesNotContain("hush").contains("sasl.jaas.config");
    }

    @ParameterizedTest
    @CsvSource({
        "instence, x, did you mean 'instance'?",
        "instance, a b, instance is 'a b'",
        "instance, '', instance is ''",
        "key.name, gateway, key.name is 'gateway'",
        "key.name, snaft@../x, key.name is 'snaft@../x'",
        "trust.hours, 0, trust.hours is '0'",
        "bootstrap.servers, '', the setting 'bootstrap.servers' is missing"
    })
    void what_is_wrong_is_said_with_its_key(String key, String value, String message) {
        Map<String, String> given = new HashMap<>(LEAST);
        given.put(key, value);
        assertThatThrownBy(() -> SnaftConfig.from(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
