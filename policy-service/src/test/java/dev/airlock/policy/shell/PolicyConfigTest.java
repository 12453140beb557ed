package dev.airlock.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.IncidentRules;
import dev.airlock.policy.model.Source;
import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyConfigTest {
    private static final Map<String, String> KEYS = Map.of(
            "bootstrap.servers", "broker:9093",
            "namespace", "blue.",
            "keys.dir", "/etc/airlock/keys",
            "pulse.timeout.ms", "1500",
            "lease.ttl.ms", "2000",
            "lease.every.ms", "500",
            "tick.ms", "100",
            "view.timeout.ms", "3000",
            "send.timeout.ms", "700",
            "sasl.jaas.config", "hunter2");

    private static final Map<String, String> EVERY_KEY = Stream.of(
                    KEYS,
                    Map.of(
                            "security.protocol", "SASL_SSL",
                            "emitters", "jis:a:watch=runtime, jis:a:boss=operator",
                            "incident.watch", "false",
                            "incident.window.ms", "60000",
                            "incident.session.kills", "2",
                            "incident.agent.kills", "4",
                            "incident.burst.agents", "5",
                            "incident.burst.kills", "6",
                            "incident.burst.hard.kills", "7",
                            "incident.limits", "true"))
            .flatMap(all -> all.entrySet().stream())
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

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
                        Duration.ofMillis(1000),
                        Emitters.DEFAULT,
                        IncidentRules.DEFAULT));
    }

    @Test
    void every_key_changed() {
        assertThat(PolicyConfig.from(EVERY_KEY))
                .isEqualTo(new PolicyConfig(
                        new Bus(
                                "broker:9093",
                                Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "hunter2"),
                                "blue."),
                        Path.of("/etc/airlock/keys"),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(2000),
                        Duration.ofMillis(500),
                        Duration.ofMillis(100),
                        Duration.ofMillis(3000),
                        Duration.ofMillis(700),
                        new Emitters(Map.of("jis:a:watch", Source.RUNTIME, "jis:a:boss", Source.OPERATOR)),
                        new IncidentRules(false, Duration.ofMinutes(1), 2, 4, 5, 6, 7, true)));
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
    void a_list_of_emitters_that_is_none_names_the_entry() {
        for (String unfit : List.of("", "jis:a", "jis:a=boss", "=operator", "jis:a=operator,jis:a=runtime")) {
            assertThatIllegalArgumentException()
                    .as(unfit)
                    .isThrownBy(() -> with("emitters", unfit))
                    .withMessageContaining("emitters has the entry");
        }
    }

    @Test
    void thresholds_that_contradict_each_other_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("incident.session.kills", "7"))
                .withMessage("incident.session.kills is 7; it must be 1 to incident.agent.kills, which is 6");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with("incident.burst.kills", "37"))
                .withMessageContaining("incident.burst.hard.kills, which is 36");
    }

    @Test
    void the_thresholds_are_explained_in_words() {
        assertThat(with("incident.window.ms", "60000").incidents().explained())
                .contains("3 violations of one session within 60 s isolate it");
        assertThat(with("incident.watch", "false").incidents().explained())
                .containsExactly("incidents are not watched (incident.watch=false)");
    }

    @Test
    void secrets_do_not_print() {
        assertThat(PolicyConfig.from(EVERY_KEY)).asString().doesNotContain("hunter2");
    }
}
