package dev.airlock.policy.shell;

import dev.airlock.road.Bus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How policy is set up. {@link Setting} has the keys, their defaults and ranges.
 *
 * @param bus where the bus is; {@code security.*}, {@code sasl.*} and {@code ssl.*} are passed on to the Kafka clients
 * @param keysDir the directory of the key files
 * @param pulseTimeout how long a silent executor counts as alive
 * @param leaseTtl the longest that a lease may be
 * @param leaseEvery how often a lease is renewed; at most half of {@code leaseTtl}
 * @param tick how often silence and expiry are looked for
 * @param viewTimeout policy vouches for nothing if it has not heard the broker for so long
 * @param sendTimeout how long a record may take to the broker before it is given up
 */
public record PolicyConfig(
        Bus bus,
        Path keysDir,
        Duration pulseTimeout,
        Duration leaseTtl,
        Duration leaseEvery,
        Duration tick,
        Duration viewTimeout,
        Duration sendTimeout) {
    public PolicyConfig {
        if (leaseEvery.multipliedBy(2).compareTo(leaseTtl) > 0) {
            throw new IllegalArgumentException(Setting.LEASE_EVERY.key() + " is " + leaseEvery.toMillis()
                    + "; at most half of " + Setting.LEASE_TTL.key() + ", which is " + leaseTtl.toMillis()
                    + ", lets one renewal be lost");
        }
    }

    /**
     * Reads a configuration.
     *
     * @param settings key to value; what is missing has its default
     * @throws IllegalArgumentException for an unknown key, with the nearest known one, and for a value out of its range
     */
    public static PolicyConfig from(Map<String, String> settings) {
        Setting.requireKnown(settings);
        Map<String, String> access = settings.entrySet().stream()
                .filter(setting -> Setting.passedOn(setting.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return new PolicyConfig(
                new Bus(Setting.BOOTSTRAP_SERVERS.in(settings), access, Setting.NAMESPACE.in(settings)),
                Path.of(Setting.KEYS_DIR.in(settings)),
                Setting.PULSE_TIMEOUT.durationIn(settings),
                Setting.LEASE_TTL.durationIn(settings),
                Setting.LEASE_EVERY.durationIn(settings),
                Setting.TICK.durationIn(settings),
                Setting.VIEW_TIMEOUT.durationIn(settings),
                Setting.SEND_TIMEOUT.durationIn(settings));
    }

    /** The same on another bus, as a node has one inside. */
    public PolicyConfig on(Bus elsewhere) {
        return new PolicyConfig(elsewhere, keysDir, pulseTimeout, leaseTtl, leaseEvery, tick, viewTimeout, sendTimeout);
    }
}
