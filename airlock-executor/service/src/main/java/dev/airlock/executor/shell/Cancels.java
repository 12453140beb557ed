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

    private Cancels(Bus bus, KeyRing ring, InstantSource clock, Running running) {
        this.running = running;
        this.watch = CancelWatch.start(bus, Station.EXECUTOR, ring, clock, this::cancel);
    }

    /** Starts, and returns when all cancels that are kept were told of, or after five seconds. */
    static Cancels start(Bus bus, KeyRing ring, InstantSource clock, Running running) {
        var cancels = new Cancels(bus, ring, clock, running);
        try {
            if (!cancels.watch.awaitCaughtUp(HEAD_START)) {
                LOG.warn("cancels=behind; an intent that was cancelled before this start may be run");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return cancels;
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
