package dev.airlock.gateway.mux;

import dev.airlock.lane.FastLane;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.posture.Effective;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The way in to this node's fast lane. */
public final class FastMux implements Ingress {
    private final Mux.Keys keys;
    private final CallerKeys callers;
    private final FastLane lane;
    private final Guard guard;
    private final Supplier<Effective> posture;
    private final InstantSource clock;
    private final MuxServer server;

    /**
     * @param callers what is known of those who have delegated something to clients
     * @param lane closed by whoever opened it, behind this
     */
    public FastMux(
            Vertx vertx,
            MuxConfig config,
            Mux.Keys keys,
            CallerKeys callers,
            FastLane lane,
            Guard guard,
            Supplier<Effective> posture,
            InstantSource clock) {
        this.keys = keys;
        this.callers = callers;
        this.lane = lane;
        this.guard = guard;
        this.posture = posture;
        this.clock = clock;
        this.server = new MuxServer(vertx, config, exchange(config.signsAsLocal()), guard.premises());
    }

    @Override
    public Entrance entrance() {
        return lane.entrance();
    }

    @Override
    public Exchange exchange(boolean local) {
        Signature signature = Mux.signature(local, keys);
        return new GuardedExchange(
                new FastExchange(lane, signature.caller(keys.ring()), callers, signature.origin(), posture, clock),
                guard,
                local,
                clock);
    }

    /** The lane is open. */
    @Override
    public void ready(Duration most) {}

    @Override
    public Future<Integer> listen(Duration most) {
        return server.listen();
    }

    @Override
    public void close() {
        server.close();
    }
}
