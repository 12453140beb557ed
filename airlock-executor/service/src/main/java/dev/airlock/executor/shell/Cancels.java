package dev.airlock.executor.shell;

import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.CallOff.Authority;
import dev.airlock.road.Bus;
import dev.airlock.road.CancelWatch;
import dev.airlock.road.Health;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.wire.Spoken;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the cancels of the bus to the runs. */
final class Cancels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cancels.class);
    /** What was cancelled while no executor was there is known before the first order, if the bus answers within this. */
    private static final Duration HEAD_START = Duration.ofSeconds(5);

    /** How often it is said that cancels are not heard. */
    private static final Duration SAY_EVERY = Duration.ofSeconds(10);

    private final Running running;
    private final CancelWatch watch;
    private final long settledBy = System.nanoTime() + HEAD_START.toNanos();
    private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - SAY_EVERY.toNanos());

    private Cancels(Bus bus, CallerKeys keys, InstantSource clock, Running running) {
        this.running = running;
        this.watch = CancelWatch.start(bus, Station.EXECUTOR, keys, clock, this::cancel);
    }

    /** Starts to follow; returns at once. */
    static Cancels start(Bus bus, CallerKeys keys, InstantSource clock, Running running) {
        return new Cancels(bus, keys, clock, running);
    }

    /** How the hearing of cancels is: {@link Health.Starting} until all of before the start were told of. */
    Health health() {
        return switch (watch.health()) {
            case Health.Running _ when !watch.caughtUp() -> new Health.Starting();
            case Health health -> health;
        };
    }

    /**
     * Returns when all cancels of before the start were told of, or when they have had five seconds for that. While they are not heard it says
     * so, with every run or every ten seconds. On a slot's thread.
     */
    void settle() {
        long left = Math.max(0, settledBy - System.nanoTime());
        try {
            if (!watch.awaitCaughtUp(Duration.ofNanos(left)) || !(watch.health() instanceof Health.Running)) {
                sayBehind();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sayBehind() {
        long now = System.nanoTime();
        long before = saidNanos.get();
        if (now - before >= SAY_EVERY.toNanos() && saidNanos.compareAndSet(before, now)) {
            LOG.warn("cancels=behind health={}; an intent that was cancelled may be run", watch.health());
        }
    }

    private void cancel(Spoken<Cancel> spoken) {
        running.callOff(new CallOff(
                spoken.value().key(), authority(spoken), spoken.speaker().name()));
    }

    private static Authority authority(Spoken<Cancel> spoken) {
        return spoken.speaker().origin() == Origin.OPERATOR
                ? new Authority.Operator()
                : new Authority.Signer(spoken.keyId().value());
    }

    @Override
    public void close() {
        watch.close();
    }
}
