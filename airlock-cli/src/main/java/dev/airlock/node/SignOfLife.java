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
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Whether a service is at work, judged by what it does on the bus and not by what it says of itself: policy vouches for a posture, an
 * executor's pulses say that it could run a program, snaft and the gateway hold partitions, and the ledger's heads cover every token.
 *
 * @param alive whether there was a sign
 * @param seen what was seen, in a line
 */
public record SignOfLife(boolean alive, String seen) {
    private static final long AGAIN_MILLIS = 250;
    private static final int SEEN_LENGTH_MAX = 4_000;

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
            return canRun(heard, most)
                    .map(SignOfLife::of)
                    .orElseGet(() -> new SignOfLife(false, "no pulse of " + name));
        }
    }

    /** The first pulse of an executor that could run a program; where none comes, the last that did. */
    static Optional<Pulse> canRun(BlockingQueue<Pulse> heard, Duration most) throws InterruptedException {
        long until = System.nanoTime() + most.toNanos();
        Optional<Pulse> last = Optional.empty();
        while (last.filter(Pulse::canRun).isEmpty()) {
            Pulse next = heard.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                return last;
            }
            last = Optional.of(next);
        }
        return last;
    }

    /** What a pulse says of its executor, backend by backend. */
    static SignOfLife of(Pulse pulse) {
        String draining = pulse.draining() ? "drains and takes no more orders; " : "";
        String backends = pulse.backends().isEmpty()
                ? "it has no backend"
                : pulse.backends().stream().map(SignOfLife::told).collect(Collectors.joining("; "));
        return new SignOfLife(pulse.canRun(), Line.fit(pulse.executor() + ": " + draining + backends, SEEN_LENGTH_MAX));
    }

    private static String told(Pulse.BackendPulse backend) {
        String detail = backend.detail().isBlank() ? "" : " (" + backend.detail() + ")";
        return backend.isolation() + " is " + (backend.ready() ? "ready" : "not ready") + detail;
    }

    private static void hear(Inbound record, KeyRing ring, String name, BlockingQueue<Pulse> heard) {
        if (Codecs.PULSE.open(record.value(), ring) instanceof Good<Signed<Pulse>>(Signed<Pulse> signed)
                && signed.value().executor().equals(name)) {
            heard.add(signed.value());
        }
    }
}
