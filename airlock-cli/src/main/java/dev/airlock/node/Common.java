package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import java.nio.file.Path;
import java.util.Map;

/**
 * What every service's settings have in common, and the rest.
 *
 * @param bus {@code bootstrap.servers}, {@code namespace}, and the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}
 * @param keysDirectory {@code keys.dir}
 * @param own the service's own settings
 */
record Common(Bus bus, Path keysDirectory, Map<String, String> own) {
    static Common of(Map<String, String> given) {
        var settings = new Settings(given);
        return new Common(settings.bus(), settings.path("keys.dir"), settings.others());
    }
}
