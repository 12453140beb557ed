package dev.airlock.road;

import dev.airlock.schemas.flow.Topic;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where the bus is and how one gets in.
 *
 * @param bootstrapServers {@code host:port[,host:port...]}
 * @param access client properties for the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}; nothing else, so that no
 *     configuration can weaken exactly-once
 * @param namespace goes before every topic, group and transactional id, so that several roads can share a cluster; usually empty
 */
public record Bus(String bootstrapServers, Map<String, String> access, String namespace) {
    private static final List<String> WAYS_IN = List.of("security.", "sasl.", "ssl.");

    public Bus {
        Objects.requireNonNull(namespace, "namespace");
        if (bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("no bootstrap servers; give host:port of a Kafka broker");
        }
        if (!namespace.matches("[a-zA-Z0-9._-]{0,64}")) {
            throw new IllegalArgumentException(
                    "namespace '" + namespace + "' is no part of a topic name; use letters, digits, '.', '_' and '-'");
        }
        access = Map.copyOf(access);
        for (String property : access.keySet()) {
            if (!isWayIn(property)) {
                throw new IllegalArgumentException("client property '" + property
                        + "' is not one of security.*, sasl.*, ssl.*; the others belong to the road, leave it out");
            }
        }
    }

    /** Whether a client property belongs to the way in, and so may be set from outside. */
    public static boolean isWayIn(String property) {
        return WAYS_IN.stream().anyMatch(property::startsWith);
    }

    /** A bus without encryption or authentication, as on one's own machine. */
    public static Bus at(String bootstrapServers) {
        return new Bus(bootstrapServers, Map.of(), "");
    }

    /** The same cluster, with all names behind {@code namespace}. */
    public Bus within(String namespace) {
        return new Bus(bootstrapServers, access, namespace);
    }

    String nameOf(Topic topic) {
        return namespace + topic.topicName();
    }

    /** Without the values of the access properties: some of them are secrets. */
    @Override
    public String toString() {
        return "Bus[" + bootstrapServers + ", access=" + access.keySet() + ", namespace=" + namespace + "]";
    }
}
