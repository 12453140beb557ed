package dev.airlock.gateway.shell;

import dev.airlock.gateway.Samples;
import dev.airlock.road.Bus;
import dev.airlock.road.Probe;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Optional;

/** A gateway in a process of its own that stops dead with its outputs written and its first commit not, or not yet known. */
public final class HaltingGateway {
    static final int HALTED = 77;

    private HaltingGateway() {}

    /** @param args bootstrap servers, namespace, and {@code before} or {@code after} the commit */
    public static void main(String[] args) {
        boolean before = args[2].equals("before");
        Probe probe = new Probe() {
            @Override
            public void beforeCommit() {
                haltIf(before);
            }

            @Override
            public void afterCommit() {
                haltIf(!before);
            }
        };
        var _ = GatewayService.start(
                Vertx.vertx(),
                GatewayConfig.from(Map.of("mux.enabled", "false")),
                new GatewayKeys(Samples.GATEWAY, Samples.INGRESS, Optional.empty(), Samples.RING),
                Bus.at(args[0]).within(args[1]),
                probe);
    }

    private static void haltIf(boolean now) {
        if (now) {
            Runtime.getRuntime().halt(HALTED);
        }
    }
}
