package dev.airlock.executor.shell;

import dev.airlock.road.Health;
import dev.airlock.road.PostureWatch;
import dev.airlock.road.Probe;
import dev.airlock.road.Seat;
import dev.airlock.road.UnorderedHop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has orders run, from the first poll to the last commit. On a virtual thread, which may wait. */
final class ExecutorVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutorVerticle.class);

    /** How soon a posture that nobody vouches for any more reaches the runs; one that changes does so at once. */
    private static final long ENFORCE_MILLIS = 25;

    /** Records of a partition that are begun or wait for their session: enough to keep the slots busy, few enough to stay fair. */
    private static final int OPEN_MAX = 64;

    private final Seat seat;
    private final OrderWork work;
    private final Running running;
    private final PostureWatch postures;
    private final Slots slots;
    private final Duration drain;
    private final Probe probe;
    private volatile Optional<UnorderedHop> hop = Optional.empty();

    ExecutorVerticle(
            Seat seat,
            OrderWork work,
            Running running,
            PostureWatch postures,
            Slots slots,
            Duration drain,
            Probe probe) {
        this.seat = seat;
        this.work = work;
        this.running = running;
        this.postures = postures;
        this.slots = slots;
        this.drain = drain;
        this.probe = probe;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(ENFORCE_MILLIS, _ -> running.enforce(postures));
        hop = Optional.of(UnorderedHop.start(seat, work, OPEN_MAX, probe));
        return Future.succeededFuture();
    }

    Health health() {
        return hop.map(UnorderedHop::health).orElseGet(Health.Starting::new);
    }

    /** Begins nothing more, lets runs end for the time of the drain, commits what has ended, and leaves the rest to the next start. */
    @Override
    public Future<?> stop() throws InterruptedException {
        work.drain();
        if (!slots.awaitIdle(drain)) {
            LOG.info("drain={} over: {} runs are left to the next start", drain, slots.busy() + slots.waiting());
        }
        hop.ifPresent(UnorderedHop::close);
        running.abandon();
        return Future.succeededFuture();
    }
}
