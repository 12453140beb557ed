package dev.airlock.policy.shell;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.IncidentRules;
import dev.airlock.policy.model.KillWindow;
import dev.airlock.road.Bus;
import dev.airlock.road.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How policy is set up; durations are in milliseconds where they are set.
 *
 * @param bus {@code bootstrap.servers}, {@code namespace}, and the way in: {@code security.*}, {@code sasl.*}, {@code ssl.*}
 * @param keysDir {@code keys.dir}: the directory of the key files
 * @param pulseTimeout {@code pulse.timeout.ms}: how long a silent executor counts as alive
 * @param leaseTtl {@code lease.ttl.ms}: the longest that a lease may be
 * @param leaseEvery {@code lease.every.ms}: how often a lease is renewed; at most half of {@code leaseTtl}
 * @param tick {@code tick.ms}: how often silence and expiry are looked for
 * @param viewTimeout {@code view.timeout.ms}: policy vouches for nothing if it has not heard the broker for so long
 * @param sendTimeout {@code send.timeout.ms}: how long a record may take to the broker before it is given up
 * @param emitters {@code emitters}: who may emit verdicts, {@code URI=runtime}, {@code URI=incident} or {@code URI=operator}, with commas
 * @param incidents {@code incident.*}: when kills are an incident, see {@link IncidentRules}
 */
public record PolicyConfig(
        Bus bus,
        Path keysDir,
        Duration pulseTimeout,
        Duration leaseTtl,
        Duration leaseEvery,
        Duration tick,
        Duration viewTimeout,
        Duration sendTimeout,
        Emitters emitters,
        IncidentRules incidents) {
    public PolicyConfig {
        if (leaseEvery.multipliedBy(2).compareTo(leaseTtl) > 0) {
            throw new IllegalArgumentException("lease.every.ms is " + leaseEvery.toMillis()
                    + "; at most half of lease.ttl.ms, which is " + leaseTtl.toMillis()
                    + ", lets one renewal be lost");
        }
    }

    /**
     * Reads a configuration.
     *
     * @param given key to value; what is missing has its default
     * @throws IllegalArgumentException for an unknown key, with the nearest known one, and for a value out of its range
     */
    public static PolicyConfig from(Map<String, String> given) {
        return from(new Settings(given));
    }

    /** The same, of settings that others have read from as well. */
    public static PolicyConfig from(Settings settings) {
        var config = new PolicyConfig(
                settings.bus(),
                settings.path("keys.dir"),
                settings.millis("pulse.timeout.ms", 1_000, 250, 60_000),
                settings.millis("lease.ttl.ms", 1_000, 250, 5_000),
                settings.millis("lease.every.ms", 250, 20, 2_000),
                settings.millis("tick.ms", 50, 10, 250),
                settings.millis("view.timeout.ms", 2_000, 1_200, 30_000),
                settings.millis("send.timeout.ms", 1_000, 100, 10_000),
                Emitters.of(settings.text("emitters", Emitters.DEFAULT.text())),
                incidents(settings));
        settings.refuseOthers();
        return config;
    }

    private static IncidentRules incidents(Settings settings) {
        IncidentRules usual = IncidentRules.DEFAULT;
        return new IncidentRules(
                settings.yes("incident.watch", usual.watched()),
                settings.millis("incident.window.ms", (int) usual.window().toMillis(), 1_000, 86_400_000),
                settings.whole("incident.session.kills", usual.sessionKills(), 1, KillWindow.KEPT_MAX),
                settings.whole("incident.agent.kills", usual.agentKills(), 1, KillWindow.KEPT_MAX),
                settings.whole("incident.burst.agents", usual.burstAgents(), 1, KillWindow.KEPT_MAX),
                settings.whole("incident.burst.kills", usual.burstKills(), 1, KillWindow.KEPT_MAX),
                settings.whole("incident.burst.hard.kills", usual.burstHardKills(), 1, KillWindow.KEPT_MAX),
                settings.yes("incident.limits", usual.limits()));
    }

    /** The same on another bus, as a node has one inside. */
    public PolicyConfig on(Bus elsewhere) {
        return new PolicyConfig(
                elsewhere,
                keysDir,
                pulseTimeout,
                leaseTtl,
                leaseEvery,
                tick,
                viewTimeout,
                sendTimeout,
                emitters,
                incidents);
    }
}
