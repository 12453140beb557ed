package dev.airlock.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyConfigTest {
    private static final Map<String, String> EVERY_KEY = Map.of(
            "bootstrap.servers", "broker:9093",
            "namespace", "blue.",
            "keys.dir", "/etc/airlock/keys",
            "pulse.timeout.ms", "1500",
            "lease.ttl.ms", "2000",
            "lease.every.ms", "500",
            "tick.ms", "100",
            "view.timeout.ms", "3000",
            "send.timeout.ms", "700",
            "sasl.password", "hunter2");

    @Test
    void defaults() {
        assertThat(PolicyConfig.from(Map.of()))
                .isEqualTo(new PolicyConfig(
                        Bus.at("127.0.0.1:9092"),
                        Path.of("keys"),
                        Duration.ofMillis(1000),
                        Duration.ofMillis(1000),
                        Duration.ofMillis(250),
                        Duration.ofMillis(50),
                        Duration.ofMillis(2000),
                        Duration.ofMillis(1000)));
    }

    @Test
    void every_key_changed() {
        assertThat(EVERY_KEY.keySet())
                .containsAll(Stream.of(Setting.values()).map(Setting::key).toList());
        assertThat(PolicyConfig.from(EVERY_KEY))
                .isEqualTo(new PolicyConfig(
                        new Bus("broker:9093", Map.of("sasl.password", "hunter2"), "blue."),
                        Path.of("/etc/airlock/keys"),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(2000),
                        Duration.ofMillis(500),
                        Duration.ofMillis(100),
                        Duration.ofMillis(3000),
                        Duration.ofMillis(700)));
    }

    @Test
    void an_unknown_key_names_the_nearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyConfig.from(Map.of("lease.tll.ms", "1000")))
                .withMessageStartingWith("there is no key 'lease.tll.ms'; the nearest is 'lease.ttl.ms'");
    }

    @Test
    void a_value_out_of_range_names_key_value_and_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyConfig.from(Map.of("tick.ms", "251")))
                .withMessage("tick.ms is '251'; it takes milliseconds, 10 to 250");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyConfig.from(Map.of("tick.ms", "soon")))
                .withMessageContaining("'soon'");
    }

    @Test
    void a_renewal_that_leaves_no_second_chance_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PolicyConfig.from(Map.of("lease.every.ms", "501")))
                .withMessageContaining("at most half of lease.ttl.ms");
    }

    @Test
    void secrets_do_not_print() {
        assertThat(PolicyConfig.from(EVERY_KEY)).asString().doesNotContain("hunter2");
    }
}
