package dev.airlock.node;

import dev.airlock.executor.shell.ExecutorConfig;
import dev.airlock.ledger.shell.LedgerConfig;
import dev.airlock.node.dials.DoorAt;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Roster;
import dev.airlock.road.Tail;
import dev.airlock.road.config.Settings;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Whether a service is at work, judged by what it does on the bus and not by what it says of itself: policy vouches for a posture, an
 * executor sends pulses, snaft and the gateway hold partitions, and the ledger's heads cover every token.
 *
 * @param alive whether there was a sign
 * @param seen what was seen, in a line
 */
public record SignOfLife(boolean alive, String seen) {
    private static final long AGAIN_MILLIS = 250;

    /**
     * Looks for one.
     *
     * @param settings those of the service
     * @param most how long to wait for it
     */
    public static SignOfLife of(Service.Kind kind, Settings settings, Duration most)
            throws IOException, InterruptedException {
        var _ = DoorAt.in(settings);
        Common common = Common.of(settings);
        try {
            return switch (kind) {
                case POLICY -> lease(common.bus(), ring(common), most);
                case SNAFT -> seats(common.bus(), Station.SNAFT, Topic.INTENTS);
                case GATEWAY -> seats(common.bus(), Station.GATEWAY, Topic.SCREENED);
                case EXECUTOR ->
                    pulse(
                            common.bus(),
                            ring(common),
                            ExecutorConfig.from(settings).name(),
                            most);
                case LEDGER ->
                    heads(
                            common.bus(),
                            ring(common),
                            LedgerConfig.from(settings).name(),
                            most);
            };
        } catch (BusUnreachable e) {
            return new SignOfLife(false, e.getMessage());
        }
    }

    private static KeyRing ring(Common common) throws IOException {
        return new KeyFiles(common.keysDirectory(), new SecureRandom()).ring();
    }

    private static SignOfLife lease(Bus bus, KeyRing ring, Duration most) throws InterruptedException {
        try (Watch watch = Watch.on(bus, ring, InstantSource.system())) {
            Effective now = watch.await(Effective::fresh, most);
            return new SignOfLife(now.fresh(), now.posture() + ": " + now.reason());
        }
    }

    private static SignOfLife heads(Bus bus, KeyRing ring, String ledger, Duration most)
            throws BusUnreachable, InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        SignedHeads heads = SignedHeads.read(bus, ring, ledger);
        while (!heads.uncovered().isEmpty() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            heads = SignedHeads.read(bus, ring, ledger);
        }
        return heads.uncovered().isEmpty()
                ? new SignOfLife(true, heads.newest().size() + " signed heads cover every token")
                : new SignOfLife(false, "no signed head covers the newest tokens of partitions " + heads.uncovered());
    }

    private static SignOfLife seats(Bus bus, Station station, Topic topic) throws BusUnreachable {
        int seated = Roster.seated(bus, station, topic);
        return new SignOfLife(seated > 0, seated + " at work on " + topic);
    }

    private static SignOfLife pulse(Bus bus, KeyRing ring, String name, Duration most) throws InterruptedException {
        BlockingQueue<Pulse> heard = new LinkedBlockingQueue<>();
        try (Tail _ = Tail.fromEnd(bus, Station.CONSOLE, Topic.RUNTIME, record -> hear(record, ring, name, heard))) {
            Pulse pulse = heard.poll(most.toNanos(), TimeUnit.NANOSECONDS);
            return pulse == null
                    ? new SignOfLife(false, "no pulse of " + name)
                    : new SignOfLife(true, name + ": " + pulse.backends());
        }
    }

    private static void hear(Inbound record, KeyRing ring, String name, BlockingQueue<Pulse> heard) {
        if (Codecs.PULSE.open(record.value(), ring) instanceof Good<Signed<Pulse>>(Signed<Pulse> signed)
                && signed.value().executor().equals(name)) {
            heard.add(signed.value());
        }
    }
}
