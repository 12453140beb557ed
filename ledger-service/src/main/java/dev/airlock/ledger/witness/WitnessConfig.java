package dev.airlock.ledger.witness;

import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.road.config.Settings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a witness is told.
 *
 * @param keysDirectory {@code keys.dir}: the directory of its key; nobody else's is looked at
 * @param keyName {@code key.name}: which secret key co-signs, {@code witness} (the default) or {@code witness@anything}
 * @param name {@code name}: the name in which it co-signs, which logs and verifiers know it by
 * @param state {@code state.dir}: where it remembers what it has co-signed; whoever loses it can be made to co-sign a fork
 * @param host {@code http.host}: where it listens, default 127.0.0.1
 * @param port {@code http.port}: where it listens, 1 to 65535, default 4433
 * @param ledgers {@code ledgers}: the verifier keys of the ledgers that it looks after, with commas; {@code airlock proof --show-key} prints one
 * @param partitions {@code partitions}: how many logs each of them has, 1 to 1024, default 8
 */
public record WitnessConfig(
        Path keysDirectory,
        String keyName,
        String name,
        Path state,
        String host,
        int port,
        List<LedgerKey> ledgers,
        int partitions) {
    private static final int PORT_USUAL = 4433;
    private static final int PORT_MAX = 65_535;
    private static final int PARTITIONS_USUAL = 8;
    private static final int PARTITIONS_MAX = 1024;

    public WitnessConfig {
        if (!keyName.matches("witness(@[A-Za-z0-9][A-Za-z0-9._-]{0,63})?")) {
            throw new IllegalArgumentException("key.name is '" + keyName + "'; use witness or witness@NAME");
        }
        ledgers = List.copyOf(ledgers);
        if (ledgers.isEmpty()) {
            throw new IllegalArgumentException("ledgers is empty; a witness looks after one at least");
        }
    }

    /**
     * The configuration in these properties; what is missing has its default.
     *
     * @throws IllegalArgumentException with the key, its value and what it may be, also for a key that nobody knows
     */
    public static WitnessConfig from(Map<String, String> properties) {
        return from(new Settings(properties));
    }

    /** The same, of settings that others have read from as well. */
    public static WitnessConfig from(Settings settings) {
        var config = new WitnessConfig(
                settings.path("keys.dir"),
                settings.text("key.name", "witness"),
                settings.required("name"),
                settings.path("state.dir"),
                settings.text("http.host", "127.0.0.1"),
                settings.whole("http.port", PORT_USUAL, 1, PORT_MAX),
                ledgers(settings.required("ledgers")),
                settings.whole("partitions", PARTITIONS_USUAL, 1, PARTITIONS_MAX));
        settings.refuseOthers();
        return config;
    }

    private static List<LedgerKey> ledgers(String setting) {
        return Arrays.stream(setting.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(WitnessConfig::ledger)
                .toList();
    }

    private static LedgerKey ledger(String text) {
        try {
            return LedgerKey.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ledgers: '" + text + "': " + e.getMessage(), e);
        }
    }
}
