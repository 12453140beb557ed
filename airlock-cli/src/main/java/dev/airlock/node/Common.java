package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import java.nio.file.Path;

/**
 * What every service's settings have in common.
 *
 * @param bus {@code bootstrap.servers}, {@code namespace}, and the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}
 * @param keysDirectory {@code keys.dir}
 */
record Common(Bus bus, Path keysDirectory) {
    static Common of(Settings settings) {
        return new Common(settings.bus(), settings.path("keys.dir"));
    }
}
