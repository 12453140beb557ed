package dev.airlock.ledger.shell;

import dev.airlock.ledger.http.LedgerPort;
import dev.airlock.provenance.log.LogName;
import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the ledger is told.
 *
 * @param bus {@code bootstrap.servers}, {@code namespace}, and the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}
 * @param keysDirectory {@code keys.dir}: the directory of the keys
 * @param keyName {@code key.name}: which secret key signs heads, {@code ledger} (the default) or {@code ledger@anything}
 * @param name {@code name}: the ledger's name in the names of its logs, default {@code main}; never two ledgers of one name
 * @param tiles {@code tiles.dir}: where the logs are kept as files; a copy of the topic, which is made again when it is gone
 * @param every {@code checkpoint.every.ms}: how long it is between two heads of a partition that grows, 10 to 1000, default 25
 * @param port {@code http.host}, {@code http.port}, {@code http.public}: where the logs are served, see {@link LedgerPort}
 * @param witnesses {@code witnesses}: who is asked to co-sign, {@code URL KEY} with commas, default nobody
 */
public record LedgerConfig(
        Bus bus,
        Path keysDirectory,
        String keyName,
        String name,
        Path tiles,
        Duration every,
        LedgerPort port,
        List<WitnessAddress> witnesses) {
    private static final int EVERY_MILLIS = 25;

    public LedgerConfig {
        if (!keyName.matches("ledger(@[A-Za-z0-9][A-Za-z0-9._-]{0,63})?")) {
            throw new IllegalArgumentException("key.name is '" + keyName + "'; use ledger or ledger@NAME");
        }
        try {
            var _ = new LogName(name, 0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("name is '" + name + "'; " + e.getMessage(), e);
        }
        witnesses = List.copyOf(witnesses);
    }

    /**
     * The configuration in these properties; what is missing has its default.
     *
     * @throws IllegalArgumentException with the key, its value and what it may be, also for a key that nobody knows
     */
    public static LedgerConfig from(Map<String, String> properties) {
        return from(new Settings(properties));
    }

    /** The same, of settings that others have read from as well. */
    public static LedgerConfig from(Settings settings) {
        var config = new LedgerConfig(
                settings.bus(),
                settings.path("keys.dir"),
                settings.text("key.name", "ledger"),
                settings.text("name", "main"),
                settings.path("tiles.dir"),
                settings.millis("checkpoint.every.ms", EVERY_MILLIS, 10, 1_000),
                LedgerPort.of(
                        settings.text("http.host", LedgerPort.LOOPBACK),
                        settings.whole("http.port", LedgerPort.USUAL, 0, LedgerPort.MAX),
                        settings.yes("http.public", false)),
                WitnessAddress.all(settings.text("witnesses", "")));
        settings.refuseOthers();
        return config;
    }
}
