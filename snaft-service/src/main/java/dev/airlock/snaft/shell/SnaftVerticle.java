package dev.airlock.snaft.shell;

import dev.airlock.road.Bus;
import dev.airlock.road.Health;
import dev.airlock.road.Hop;
import dev.airlock.road.PrincipalWatch;
import dev.airlock.road.Seat;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import java.util.Optional;

/** Snaft: reads INTENTS, writes SCREENED. To be deployed on virtual threads; the poll loop has a named thread of its own. */
public final class SnaftVerticle extends VerticleBase {
    private final Seat seat;
    private final PrincipalWatch callers;
    private final ScreeningWork work;
    private volatile Optional<Hop> hop = Optional.empty();

    /**
     * Snaft with the reviewed route table and the standing rules.
     *
     * @param instance this member's name, the same after a restart and unlike every other live one
     * @param key snaft's own, which signs the screenings
     * @param ring the key directory: who may sign intents, and whose word on principals counts
     */
    public SnaftVerticle(
            Bus bus, String instance, SigningKey key, KeyRing ring, InstantSource clock, SnaftMetrics metrics) {
        this.seat = new Seat(bus, Station.SNAFT, Topic.INTENTS, instance);
        this.callers = new PrincipalWatch(bus, Station.SNAFT, ring, clock);
        this.work = new ScreeningWork(GuardedScreener.standard(), callers, key, clock, metrics);
    }

    @Override
    public Future<?> start() {
        hop = Optional.of(Hop.start(seat, work));
        return Future.succeededFuture();
    }

    /** Ends the step in hand; blocks its virtual thread for at most 20 s. */
    @Override
    public Future<?> stop() {
        hop.ifPresent(Hop::close);
        callers.close();
        return Future.succeededFuture();
    }

    /** How the poll loop is. */
    public Health health() {
        return hop.map(Hop::health).orElseGet(Health.Starting::new);
    }
}
