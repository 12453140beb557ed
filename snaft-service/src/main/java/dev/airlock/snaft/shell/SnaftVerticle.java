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
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Snaft: reads INTENTS, writes SCREENED. To be deployed on virtual threads; the poll loop has a named thread of its own. */
public final class SnaftVerticle extends VerticleBase {
    /** The tokens are read a little later than all else, so that the road opens the sooner; who asks for trust before does not wait for that. */
    private static final long TOKENS_LATER_MILLIS = 500;

    private final Seat seat;
    private final PrincipalWatch callers;
    private final ScreeningWork work;
    private final Supplier<FirewallWatch> opening;
    private volatile Optional<FirewallWatch> firewall = Optional.empty();
    private volatile Optional<Hop> hop = Optional.empty();

    /**
     * Snaft with the reviewed route table and the standing rules.
     *
     * @param instance this member's name, the same after a restart and unlike every other live one
     * @param key snaft's own, which signs the screenings
     * @param ring the key directory: who may sign intents and sets of rules, and whose word on principals counts
     * @param trustWindow how far back the deeds of callers count
     */
    public SnaftVerticle(
            Bus bus,
            String instance,
            SigningKey key,
            KeyRing ring,
            Duration trustWindow,
            InstantSource clock,
            SnaftMetrics metrics) {
        this.seat = new Seat(bus, Station.SNAFT, Topic.INTENTS, instance);
        this.callers = new PrincipalWatch(bus, Station.SNAFT, ring, clock);
        this.opening = () -> FirewallWatch.start(bus, ring, trustWindow, clock);
        this.work = new ScreeningWork(
                GuardedScreener.standard(clock.instant()), facts -> firewall().of(facts), callers, key, clock, metrics);
    }

    /**
     * Reads the reviewed rules and tables, which takes some tenths of a second; whoever starts snaft later in this process finds them read.
     */
    public static void readAhead() {
        var _ = GuardedScreener.standard(InstantSource.system().instant());
    }

    @Override
    public Future<?> start() {
        FirewallWatch opened = opening.get();
        firewall = Optional.of(opened);
        vertx.setTimer(TOKENS_LATER_MILLIS, _ -> opened.followTokens());
        hop = Optional.of(Hop.start(seat, work));
        return Future.succeededFuture();
    }

    /** Ends the step in hand; blocks its virtual thread for at most 30 s. */
    @Override
    public Future<?> stop() {
        hop.ifPresent(Hop::close);
        callers.close();
        firewall.ifPresent(FirewallWatch::close);
        return Future.succeededFuture();
    }

    /** What it screens by, for a fast lane beside it; there once it is deployed. */
    public FirewallWatch firewall() {
        return firewall.orElseThrow(() -> new IllegalStateException("snaft was not deployed yet"));
    }

    /** Who may sign intents, by what it has read. */
    public PrincipalWatch principals() {
        return callers;
    }

    /** How the poll loop is; where it runs, whether what operators and tokens say is heard: while not, who comes from outside is refused. */
    public Health health() {
        Health loop = hop.map(Hop::health).orElseGet(Health.Starting::new);
        return firewall.map(watch -> watch.hearing(loop)).orElse(loop).hearing("the principals", callers.hearing());
    }
}
