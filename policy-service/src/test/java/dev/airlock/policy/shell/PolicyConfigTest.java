package dev.airlock.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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

    private static PolicyConfig with(String key, String value) {
        return PolicyConfig.from(Map.of("bootstrap.servers", "127.0.0.1:9092", "keys.dir", "keys", key, value));
    }

    @Test
    void the_least_has_these_defaults() {
        assertThat(with("namespace", ""))
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
                .isThrownBy(() -> with("lease.tll.ms", "1000"))
                .withMessage("there is no setting 'lease.tll.ms'; did you mean 'lease.ttl.ms'?");
    }

    @Test
    void a_value_out_of_range_names_key_value_and_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("tick.ms", "251"))
                .withMessage("tick.ms is '251'; it must be a whole number from 10 to 250");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("tick.ms", "soon"))
                .withMessageContaining("'soon'");
    }

    @Test
    void a_renewal_that_leaves_no_second_chance_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("lease.every.ms", "501"))
                .withMessageContaining("at most half of lease.ttl.ms");
    }

    @Test
    void secrets_do_not_print() {
        assertThat(PolicyConfig.from(EVERY_KEY)).asString().doesNotContain("hunter2");
    }
}
