package dev.airlock.road.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/**
 * The properties of Kafka's clients that say how one gets in: {@code security.*}, {@code sasl.*} and {@code ssl.*}, as far as the clients know them. They
 * only log a name that they do not know, and a misspelt {@code security.protocol} would be a bus without encryption.
 */
public final class WayIn {
    private static final List<String> PREFIXES = List.of("security.", "sasl.", "ssl.");
    private static final Map<String, ConfigKey> KNOWN = known();

    private WayIn() {}

    private static Map<String, ConfigKey> known() {
        Map<String, ConfigKey> known = new TreeMap<>();
        Stream.of(ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef())
                .map(ConfigDef::configKeys)
                .forEach(known::putAll);
        known.keySet().removeIf(property -> !begins(property));
        return Map.copyOf(known);
    }

    /** Whether a property is named like one of them; the clients need not know it. */
    public static boolean begins(String property) {
        return PREFIXES.stream().anyMatch(property::startsWith);
    }

    /** Those that Kafka's clients know. */
    public static Set<String> names() {
        return KNOWN.keySet();
    }

    /** Whether Kafka's clients know it. */
    public static boolean knows(String property) {
        return KNOWN.containsKey(property);
    }

    /** Whether its value is a secret: what Kafka calls a password, and what is called like one. */
    public static boolean secret(String property) {
        ConfigKey key = KNOWN.get(property);
        return (key != null && key.type() == ConfigDef.Type.PASSWORD)
                || Stream.of("password", "secret", "jaas").anyMatch(property::contains);
    }
}
