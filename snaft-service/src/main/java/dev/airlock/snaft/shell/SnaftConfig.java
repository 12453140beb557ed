package dev.airlock.snaft.shell;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What snaft is told when it runs by itself.
 *
 * @param bus {@code bootstrap.servers}: where the bus is, host:port[,host:port...], default 127.0.0.1:9092; {@code namespace}: before
 *     every topic's name, default empty; {@code security.*}, {@code sasl.*}, {@code ssl.*}: the way in, default none
 * @param keysDirectory {@code keys.dir}: the directory of the keys, default {@code keys}
 * @param keyName {@code key.name}: which secret key signs, {@code snaft} (the default) or {@code snaft@anything}
 * @param instance {@code instance}: 1 to 64 letters, digits, dots, underscores and dashes, default {@code snaft-0}; the same after a
 *     restart and unlike every other live member
 */
public record SnaftConfig(Bus bus, Path keysDirectory, String keyName, String instance) {
    public SnaftConfig {
        if (!instance.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "instance is '" + instance + "'; use 1 to 64 letters, digits, '.', '_' and '-'");
        }
        if (!keyName.matches("snaft(@[A-Za-z0-9][A-Za-z0-9._-]{0,63})?")) {
            throw new IllegalArgumentException("key.name is '" + keyName + "'; use snaft or snaft@NAME");
        }
    }

    /**
     * The configuration in these properties; what is missing has its default.
     *
     * @throws IllegalArgumentException with the key, its value and what it may be, also for a key that nobody knows
     */
    public static SnaftConfig from(Map<String, String> properties) {
        Map<String, String> rest = new HashMap<>(properties);
        Map<String, String> access = takeAccess(rest);
        Bus bus = new Bus(take(rest, "bootstrap.servers", "127.0.0.1:9092"), access, take(rest, "namespace", ""));
        SnaftConfig config = new SnaftConfig(
                bus,
                Path.of(take(rest, "keys.dir", "keys")),
                take(rest, "key.name", "snaft"),
                take(rest, "instance", "snaft-0"));
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown keys " + new TreeSet<>(rest.keySet()) + "; look for a misspelling");
        }
        return config;
    }

    private static String take(Map<String, String> rest, String key, String otherwise) {
        return Optional.ofNullable(rest.remove(key)).orElse(otherwise);
    }

    private static Map<String, String> takeAccess(Map<String, String> rest) {
        Map<String, String> access = new HashMap<>(rest);
        access.keySet().removeIf(key -> !key.matches("(security|sasl|ssl)\\..+"));
        rest.keySet().removeAll(access.keySet());
        return access;
    }
}
