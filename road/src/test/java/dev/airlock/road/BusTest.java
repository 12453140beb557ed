package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.road.config.WayIn;
import dev.airlock.schemas.flow.Topic;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "acks",
                "isolation.level",
                "enable.idempotence",
                "transactional.id",
                "transaction.timeout.ms",
                "enable.auto.commit",
                "group.id",
                "interceptor.classes",
                "key.deserializer",
                "bootstrap.servers",
                "SECURITY.protocol",
                " security.protocol",
                "security",
                "ssl"
            })
    void no_setting_from_outside_can_weaken_exactly_once(String property) {
        assertThat(WayIn.begins(property)).isFalse();
        assertThatThrownBy(() -> new Bus("kafka:9092", Map.of(property, "x"), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + property + "'");
    }

    @Test
    void the_way_in_reaches_the_clients_and_the_roads_own_settings_win() {
        var bus = new Bus("kafka:9093", Map.of("security.protocol", "SSL", "ssl.truststore.location", "/t"), "");
        assertThat(ClientSettings.forReader(bus))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.location", "/t")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("bootstrap.servers", "kafka:9093");
        assertThat(ClientSettings.forWriter(bus, ClientSettings.PATIENCE))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true);
    }

    @Test
    void secrets_do_not_print() {
        assertThat(new Bus("kafka:9093", Map.of("sasl.jaas.config", "hush"), ""))
                .asString()
                .contains("sasl.jaas.config")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_bus_is_somewhere(String nowhere) {
        assertThatThrownBy(() -> Bus.at(nowhere)).hasMessageStartingWith("no bootstrap servers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "ü", "a\n"})
    void a_namespace_is_part_of_a_topics_name(String namespace) {
        Bus bus = Bus.at("kafka:9092");
        assertThatThrownBy(() -> bus.within(namespace)).hasMessageContaining("is no part of a topic name");
        assertThat(bus.within("blue.").nameOf(Topic.TOKENS)).isEqualTo("blue.airlock.tokens.v1");
    }
}
