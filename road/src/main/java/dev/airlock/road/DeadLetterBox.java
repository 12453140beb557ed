package dev.airlock.road;

import dev.airlock.schemas.flow.Flow;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Line;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a tail puts what it cannot read. One forged record may reach many readers, and each again after a restart; so a box takes no more
 * than {@link #AT_ONCE} letters at once and one every {@link #EVERY} afterwards, in a log line and in the topic alike, and then says how many
 * it left out. Putting a letter never blocks: a reader of leases must not wait for anybody. A station that writes no dead letters, such as a
 * person's, only logs. Any thread.
 */
public final class DeadLetterBox implements AutoCloseable {
    static final int AT_ONCE = 16;
    static final Duration EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBox.class);
    private static final int LINE_LENGTH_MAX = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Bus bus;
    private final Station station;
    private final InstantSource clock;
    private final Allowance allowance = new Allowance(AT_ONCE, EVERY, System.nanoTime());
    private Optional<Sender> sender = Optional.empty();
    private boolean closed;

    /** A box for what {@code station} cannot read; it does not need the bus to begin with. */
    public DeadLetterBox(Bus bus, Station station, InstantSource clock) {
        this.bus = bus;
        this.station = station;
        this.clock = clock;
    }

    /** Puts a letter about {@code record} in, if there is room just now; says whether there was. */
    public boolean put(Inbound record, String reason) {
        if (!allowance.take(System.nanoTime())) {
            return false;
        }
        LOG.warn(
                "dead-letter station={} record={} left_out_before={} reason=\"{}\"",
                station,
                record,
                allowance.takeRefused(),
                Line.fit(reason, LINE_LENGTH_MAX));
        if (Flow.mayWrite(station, Topic.DEADLETTERS)) {
            Outbound letter = DeadLetters.of(station, record, reason, clock.instant());
            Thread.ofVirtual().name("dead-letter").start(() -> send(letter));
        }
        return true;
    }

    private void send(Outbound letter) {
        sender().ifPresent(open -> open.send(letter).thenAccept(delivery -> {
            if (!(delivery instanceof Delivery.Delivered)) {
                LOG.warn("dead-letter station={} lost=\"{}\"", station, delivery);
            }
        }));
    }

    /** Made for the first letter, since most boxes never get one. */
    private synchronized Optional<Sender> sender() {
        if (sender.isEmpty() && !closed) {
            sender = Optional.of(Sender.of(bus, station, PATIENCE));
        }
        return sender;
    }

    /** Waits for what is under way, for five seconds at most. */
    @Override
    public synchronized void close() {
        closed = true;
        sender.ifPresent(Sender::close);
    }
}
