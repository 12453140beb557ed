package dev.airlock.road;

import dev.airlock.road.config.Nearest;
import dev.airlock.road.config.WayIn;
import dev.airlock.schemas.flow.Topic;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the bus is and how one gets in.
 *
 * @param bootstrapServers {@code host:port[,host:port...]}
 * @param access client properties for the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}; nothing else, so that no
 *     configuration can weaken exactly-once
 * @param namespace goes before every topic, group and transactional id, so that several roads can share a cluster; usually empty
 */
public record Bus(String bootstrapServers, Map<String, String> access, String namespace) {
    /** RFC 1122, section 3.2.1.3 (g), RFC 4291, section 2.5.3, and RFC 6761, section 6.3. */
    private static final Pattern LOOPBACK =
            Pattern.compile("(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]):\\d{1,5}");

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
            if (!WayIn.begins(property)) {
                throw new IllegalArgumentException("client property '" + property
                        + "' is not one of security.*, sasl.*, ssl.*; the others belong to the road, leave it out");
            }
            if (!WayIn.knows(property)) {
                throw new IllegalArgumentException(
                        "Kafka's clients know no property '" + property + "'" + Nearest.hint(property, WayIn.names()));
            }
        }
    }

    /** Whether every broker is named by an address of this machine: nobody is asked what a name means. */
    public boolean onThisMachine() {
        return Stream.of(bootstrapServers.split(",", -1))
                .map(String::strip)
                .filter(server -> !server.isEmpty())
                .allMatch(server -> LOOPBACK.matcher(server).matches());
    }

    /** A bus without encryption or authentication, as on one's own machine. */
    public static Bus at(String bootstrapServers) {
        return new Bus(bootstrapServers, Map.of(), "");
    }

    /** The same cluster, with all names behind {@code namespace}. */
    public Bus within(String namespace) {
        return new Bus(bootstrapServers, access, namespace);
    }

    /** What a topic is called at the broker. */
    public String nameOf(Topic topic) {
        return namespace + topic.topicName();
    }

    /** Without the values of the access properties: some of them are secrets. */
    @Override
    public String toString() {
        return "Bus[" + bootstrapServers + ", access=" + access.keySet() + ", namespace=" + namespace + "]";
    }
}
