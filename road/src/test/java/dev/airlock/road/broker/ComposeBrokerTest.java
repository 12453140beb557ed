package dev.airlock.road.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.junit.jupiter.api.Test;

/** The compose file's brokers are the embedded one in all that services rely on. */
class ComposeBrokerTest {
    private static Properties deployed() throws IOException {
        var settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../deploy/kafka/server.properties"))) {
            settings.load(file);
        }
        // What the compose file says for each of them.
        settings.put("node.id", "1");
        settings.put("advertised.listeners", "ROAD://kafka-1:9092,CALLERS://127.0.0.1:9094");
        return settings;
    }

    @Test
    void it_has_what_the_embedded_broker_has() throws IOException {
        assertThat(deployed()).containsAllEntriesOf(BrokerSettings.needed());
    }

    @Test
    void one_of_three_may_be_lost_and_no_record_that_was_acknowledged() throws IOException {
        Properties deployed = deployed();
        assertThat(BrokerSettings.ONE_REPLICA)
                .allSatisfy(key -> assertThat(deployed.getProperty(key)).isEqualTo(key.contains("min.i") ? "2" : "3"));
    }

    @Test
    void kafka_knows_every_key_and_accepts_every_value() throws IOException {
        assertThat(AbstractKafkaConfig.CONFIG_DEF.names())
                .containsAll(deployed().stringPropertyNames());
        KafkaConfig accepted = KafkaConfig.fromProps(deployed());
        assertThat(accepted.getInt("group.min.session.timeout.ms")).isEqualTo(1_000);
        assertThat(accepted.getInt("transaction.max.timeout.ms")).isEqualTo(5_000);
    }
}
