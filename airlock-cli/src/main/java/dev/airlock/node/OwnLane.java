package dev.airlock.node;

import dev.airlock.executor.shell.ExecutorHouse;
import dev.airlock.gateway.shell.FastLanes;
import dev.airlock.lane.Decides;
import dev.airlock.lane.FastLane;
import dev.airlock.lane.shell.CountedLane;
import dev.airlock.lane.shell.Houses;
import dev.airlock.lane.shell.Lane;
import dev.airlock.lane.shell.LaneConfig;
import dev.airlock.lane.shell.LaneRefused;
import dev.airlock.lane.shell.Timing;
import dev.airlock.node.dials.Panel;
import dev.airlock.road.Bus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.snaft.shell.FastScreens;
import dev.airlock.snaft.shell.FirewallWatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.function.Consumer;

/** A node's own fast lane: its executor, snaft's rules, and the gateway that asks for it. */
public final class OwnLane implements FastLanes {
    private static final int NAME_DIGITS = 12;

    private final DataDirectory data;
    private final KeyFiles keys;
    private final Bus bus;
    private final ExecutorHouse executor;
    private final FirewallWatch firewall;
    private final Timing timing;
    private final Consumer<AutoCloseable> opened;
    private final Consumer<Panel> shown;

    /**
     * @param opened is given the lane, which has to be closed behind the gateway and before the executor
     * @param shown is given what it shows its operator
     */
    OwnLane(
            DataDirectory data,
            KeyFiles keys,
            Bus bus,
            ExecutorHouse executor,
            FirewallWatch firewall,
            Timing timing,
            Consumer<AutoCloseable> opened,
            Consumer<Panel> shown) {
        this.data = data;
        this.keys = keys;
        this.bus = bus;
        this.executor = executor;
        this.firewall = firewall;
        this.timing = timing;
        this.opened = opened;
        this.shown = shown;
    }

    /** Whether an earlier node has left a journal, in which there may be tokens that the bus has not. */
    static boolean leftBehind(DataDirectory data) {
        return Files.isDirectory(data.lane());
    }

    /** The name that intents for this node's fast lane have to name: it follows from the executor's key, so nobody else has it. */
    public static String nameOf(SigningKey executor) {
        String key = executor.id().value();
        int digits = key.indexOf(':') + 1;
        return "node-" + key.substring(digits, digits + NAME_DIGITS);
    }

    @Override
    public FastLane open(Decides decisions) {
        try {
            SigningKey sealer = keys.loadOrCreate("executor");
            Lane lane = Lane.open(
                    LaneConfig.of(nameOf(sealer), data.lane(), executor.fastRuns()),
                    new Houses(
                            new FastScreens(firewall, InstantSource.system().instant()),
                            decisions,
                            executor.fastRuns()),
                    sealer,
                    keys.ring(),
                    bus,
                    InstantSource.system(),
                    timing);
            opened.accept(lane);
            var counted = new CountedLane(lane);
            shown.accept(Panels.lane(counted));
            return counted;
        } catch (LaneRefused e) {
            throw new IllegalStateException(e.getMessage() + "; " + e.fix(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
