package dev.airlock.node;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What every service's settings have in common, and the rest.
 *
 * @param bus {@code bootstrap.servers}, {@code namespace}, and the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}
 * @param keysDirectory {@code keys.dir}
 * @param own the service's own settings
 */
record Common(Bus bus, Path keysDirectory, Map<String, String> own) {
    private static final List<String> WAYS_IN = List.of("security.", "sasl.", "ssl.");
    private static final List<String> OURS = List.of("bootstrap.servers", "namespace", "keys.dir");

    static Common of(Map<String, String> settings) {
        return new Common(
                new Bus(
                        required(settings, "bootstrap.servers"),
                        only(settings, Common::isWayIn),
                        settings.getOrDefault("namespace", "")),
                Path.of(required(settings, "keys.dir")),
                only(settings, key -> !isWayIn(key) && !OURS.contains(key)));
    }

    private static boolean isWayIn(String key) {
        return WAYS_IN.stream().anyMatch(key::startsWith);
    }

    private static Map<String, String> only(Map<String, String> settings, Predicate<String> which) {
        var some = new TreeMap<>(settings);
        some.keySet().removeIf(which.negate());
        return some;
    }

    private static String required(Map<String, String> settings, String key) {
        String value = settings.getOrDefault(key, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the setting '" + key + "' is missing");
        }
        return value;
    }
}
