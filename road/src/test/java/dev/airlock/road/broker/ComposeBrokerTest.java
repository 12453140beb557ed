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

/** The compose file's broker is the embedded one in all that services rely on. */
class ComposeBrokerTest {
    private static Properties deployed() throws IOException {
        var settings = new Properties();
        try (Reader file = Files.newBufferedReader(Path.of("../deploy/kafka/server.properties"))) {
            settings.load(file);
        }
        return settings;
    }

    @Test
    void it_has_what_the_embedded_broker_has() throws IOException {
        assertThat(deployed()).containsAllEntriesOf(BrokerSettings.needed());
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
