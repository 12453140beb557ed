package dev.airlock.executor.shell;

import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.CallOff.Authority;
import dev.airlock.road.Bus;
import dev.airlock.road.CancelWatch;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the cancels of the bus to the runs. */
final class Cancels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cancels.class);
    /** What was cancelled while no executor was there is known before the first order, if the bus answers within this. */
    private static final Duration HEAD_START = Duration.ofSeconds(5);

    private final Running running;
    private final CancelWatch watch;
    private final long settledBy = System.nanoTime() + HEAD_START.toNanos();
    private volatile boolean settled;

    private Cancels(Bus bus, KeyRing ring, InstantSource clock, Running running) {
        this.running = running;
        this.watch = CancelWatch.start(bus, Station.EXECUTOR, ring, clock, this::cancel);
    }

    /** Starts to follow; returns at once. */
    static Cancels start(Bus bus, KeyRing ring, InstantSource clock, Running running) {
        return new Cancels(bus, ring, clock, running);
    }

    /** Returns when all cancels of before the start were told of, or when they have had five seconds for that. On a slot's thread. */
    void settle() {
        if (settled) {
            return;
        }
        long left = Math.max(0, settledBy - System.nanoTime());
        try {
            if (!watch.awaitCaughtUp(Duration.ofNanos(left)) && !settled) {
                LOG.warn("cancels=behind; an intent that was cancelled before this start may be run");
            }
            settled = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void cancel(Signed<Cancel> signed) {
        running.callOff(new CallOff(
                signed.value().key(), authority(signed), signed.holder().name()));
    }

    private static Authority authority(Signed<Cancel> signed) {
        return signed.holder().role() == KeyRole.OPERATOR
                ? new Authority.Operator()
                : new Authority.Signer(signed.keyId().value());
    }

    @Override
    public void close() {
        watch.close();
    }
}
