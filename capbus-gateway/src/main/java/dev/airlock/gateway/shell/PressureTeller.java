package dev.airlock.gateway.shell;

import dev.airlock.gateway.decide.PressureChange;
import dev.airlock.gateway.wire.PressureEvents;
import dev.airlock.road.Bus;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Tells of each change of the ingress's pressure, in order, as an event; ten in a second at most, since load that swings about a mark may change it with every
 * request. Where more wait than {@value #WAITING_MAX}, the oldest are left out, and counted in the next that is told. Any thread may say that it changed, and
 * does not wait.
 */
final class PressureTeller implements Consumer<PressureChange>, AutoCloseable {
    static final int WAITING_MAX = 16;

    private static final Duration GAP = Duration.ofMillis(100);
    private static final Duration SENDING = Duration.ofSeconds(5);

    private final Consumer<GatewayEvent> events;
    private final InstantSource clock;
    private final Deque<PressureChange> waiting = new ArrayDeque<>();
    private int leftOut;
    private boolean telling;
    private boolean closed;

    /** @param events given one after the other, on a thread that waits for it */
    PressureTeller(Consumer<GatewayEvent> events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** To the topic of events. Pressure changes seldom, so each burst has a sender of its own and none is kept. */
    static PressureTeller to(Bus bus, InstantSource clock) {
        return new PressureTeller(event -> send(bus, event), clock);
    }

    private static void send(Bus bus, GatewayEvent event) {
        try (Sender sender = Sender.of(bus, Station.GATEWAY, SENDING)) {
            byte[] key = Posture.FLEET.getBytes(StandardCharsets.UTF_8);
            var _ = sender.send(Outbound.byKey(Topic.EVENTS, key, Codecs.EVENT.encode(event)))
                    .toCompletableFuture()
                    .join();
        }
    }

    @Override
    public synchronized void accept(PressureChange change) {
        if (waiting.size() == WAITING_MAX) {
            waiting.removeFirst();
            leftOut++;
        }
        waiting.addLast(change);
        if (!telling && !closed) {
            telling = true;
            Thread.ofVirtual().name("pressure-events").start(this::tell);
        }
    }

    private void tell() {
        for (GatewayEvent event = next(); event != null; event = next()) {
            events.accept(event);
            LockSupport.parkNanos(GAP.toNanos());
        }
    }

    /** The next event; null when there is none, and then the thread that asks has ended. */
    private synchronized GatewayEvent next() {
        PressureChange change = closed ? null : waiting.pollFirst();
        if (change == null) {
            telling = false;
            return null;
        }
        int before = leftOut;
        leftOut = 0;
        return PressureEvents.changed(
                "pressure_" + UUID.randomUUID(), change.was(), change.is(), change.underWay(), before, clock.instant());
    }

    /** What waits is told no more. */
    @Override
    public synchronized void close() {
        closed = true;
    }
}
