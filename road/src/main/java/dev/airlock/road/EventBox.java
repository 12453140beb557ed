package dev.airlock.road;

import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a tail puts what operators are to see, about the whole fleet: events in the order in which they were put. Putting never blocks, since a tail
 * must not wait for anybody. Where {@link #WAITING_MAX} wait already, or the bus does not take one, it is lost and a log line says so: events
 * tell what happened and decide nothing. Any thread.
 */
public final class EventBox implements AutoCloseable {
    static final int WAITING_MAX = 64;

    private static final Logger LOG = LoggerFactory.getLogger(EventBox.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final byte[] KEY = Posture.FLEET.getBytes(StandardCharsets.UTF_8);

    private final Bus bus;
    private final Station station;
    private final Deque<GatewayEvent> waiting = new ArrayDeque<>();
    private Optional<Thread> writing = Optional.empty();
    private boolean closed;

    /**
     * A box for what {@code station} tells; it does not need the bus to begin with.
     *
     * @throws Undeclared if the station writes no events
     */
    public EventBox(Bus bus, Station station) {
        Undeclared.unlessWrites(station, Topic.EVENTS);
        this.bus = bus;
        this.station = station;
    }

    /** Puts an event in; says whether there was room. */
    public synchronized boolean put(GatewayEvent event) {
        if (closed || waiting.size() == WAITING_MAX) {
            LOG.warn("event station={} lost={} waiting={}", station, event.eventId(), waiting.size());
            return false;
        }
        waiting.addLast(event);
        if (writing.isEmpty()) {
            writing = Optional.of(Thread.ofVirtual().name("event-box").start(this::write));
        }
        return true;
    }

    /** What is told here is seldom, so each burst has a sender of its own and none is kept; the next begins when all of it is written. */
    private void write() {
        do {
            try (Sender sender = Sender.of(bus, station, PATIENCE)) {
                for (Optional<GatewayEvent> next = next(); next.isPresent(); next = next()) {
                    send(sender, next.get());
                }
            } catch (RuntimeException e) {
                // Settings that make no sender, say: without this the box would be full for good, and nobody would know
                // why.
                lose(e.toString());
            }
        } while (goesOn());
    }

    private void send(Sender sender, GatewayEvent event) {
        sender.send(Outbound.byKey(Topic.EVENTS, KEY, Codecs.EVENT.encode(event)))
                .thenAccept(delivery -> {
                    if (!(delivery instanceof Delivery.Delivered)) {
                        LOG.warn("event station={} lost={} reason=\"{}\"", station, event.eventId(), delivery);
                    }
                });
    }

    private synchronized Optional<GatewayEvent> next() {
        return Optional.ofNullable(waiting.pollFirst());
    }

    /** Whether something came meanwhile; if not, the thread that asks has ended. */
    private synchronized boolean goesOn() {
        if (waiting.isEmpty()) {
            writing = Optional.empty();
        }
        return !waiting.isEmpty();
    }

    /** Takes nothing more, and waits for what is there, for ten seconds at most; what waits still is lost then. */
    @Override
    public void close() {
        try {
            Optional<Thread> last = shut();
            if (last.isPresent() && !last.get().join(PATIENCE.multipliedBy(2))) {
                lose("closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void lose(String reason) {
        LOG.warn("event station={} lost={} reason=\"{}\"", station, waiting.size(), reason);
        waiting.clear();
    }

    private synchronized Optional<Thread> shut() {
        closed = true;
        return writing;
    }
}
