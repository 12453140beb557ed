package dev.airlock.gateway.shell;

import dev.airlock.road.Bus;
import dev.airlock.road.Probe;
import io.vertx.core.Vertx;

/** The door to a gateway whose commits are watched. */
public final class WatchedGateway {
    private WatchedGateway() {}

    public static GatewayService start(Vertx vertx, GatewayConfig config, GatewayKeys keys, Bus bus, Probe probe) {
        return GatewayService.start(vertx, config, keys, bus, probe);
    }
}
