package dev.airlock.snaft.shell;

import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What snaft is told when it runs by itself.
 *
 * @param bus {@code bootstrap.servers}: where the bus is, host:port[,host:port...]; {@code namespace}: before every topic's name,
 *     default empty; {@code security.*}, {@code sasl.*}, {@code ssl.*}: the way in, default none
 * @param keysDirectory {@code keys.dir}: the directory of the keys
 * @param keyName {@code key.name}: which secret key signs, {@code snaft} (the default) or {@code snaft@anything}
 * @param instance {@code instance}: 1 to 64 letters, digits, dots, underscores and dashes, default {@code snaft-0}; the same after a
 *     restart and unlike every other live member
 * @param trustWindow {@code trust.hours}: how many hours back the deeds of callers count, 1 to 720, default 24; a start reads as many hours
 *     of tokens
 */
public record SnaftConfig(Bus bus, Path keysDirectory, String keyName, String instance, Duration trustWindow) {
    private static final int TRUST_HOURS = 24;
    private static final int TRUST_HOURS_MAX = 720;

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
        return from(new Settings(properties));
    }

    /** The same, of settings that others have read from as well. */
    public static SnaftConfig from(Settings settings) {
        var config = new SnaftConfig(
                settings.bus(),
                settings.path("keys.dir"),
                settings.text("key.name", "snaft"),
                settings.text("instance", "snaft-0"),
                Duration.ofHours(settings.whole("trust.hours", TRUST_HOURS, 1, TRUST_HOURS_MAX)));
        settings.refuseOthers();
        return config;
    }
}
