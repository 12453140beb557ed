package dev.airlock.gateway.mux;

import dev.airlock.lane.FastLane;
import dev.airlock.schemas.posture.Effective;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The listener for frames that take this node's fast lane. */
public final class FastMux implements Ingress {
    private final MuxServer server;

    /** @param lane closed by whoever opened it, behind this */
    public FastMux(
            Vertx vertx,
            MuxConfig config,
            Mux.Keys keys,
            FastLane lane,
            Supplier<Effective> posture,
            InstantSource clock) {
        Signature signature = Mux.signature(config, keys);
        var exchange = new FastExchange(lane, signature.caller(keys.ring()), signature.origin(), posture, clock);
        this.server = new MuxServer(vertx, config, exchange);
    }

    @Override
    public Future<Integer> listen(Duration most) {
        return server.listen();
    }

    @Override
    public void close() {
        server.close().await();
    }
}
