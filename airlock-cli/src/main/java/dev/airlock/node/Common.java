package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import dev.airlock.schemas.wire.SchemaVersion;
import java.nio.file.Path;

/**
 * What every service's settings have in common.
 *
 * @param bus {@code bootstrap.servers}, {@code namespace}, and the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}
 * @param keysDirectory {@code keys.dir}
 * @param written {@code schemas.write}
 */
record Common(Bus bus, Path keysDirectory, SchemaVersion written) {
    static Common of(Settings settings) {
        return new Common(settings.bus(), settings.path("keys.dir"), settings.written());
    }
}
