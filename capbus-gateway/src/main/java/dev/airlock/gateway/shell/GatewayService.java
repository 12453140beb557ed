package dev.airlock.gateway.shell;

import dev.airlock.gateway.mux.Guard;
import dev.airlock.road.Bus;
import dev.airlock.road.Health;
import dev.airlock.road.Probe;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway. Starting and closing block; not for an event loop. */
public final class GatewayService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);

    private final Vertx vertx;
    private final GatewayVerticle verticle;
    private final GatewayMetrics metrics;
    private final String deployment;

    private GatewayService(Vertx vertx, GatewayVerticle verticle, GatewayMetrics metrics, String deployment) {
        this.vertx = vertx;
        this.verticle = verticle;
        this.metrics = metrics;
        this.deployment = deployment;
    }

    /**
     * Starts the gateway; the topics must be there. It returns when the listener for frames, if any, serves; the hop takes its
     * partitions on its own thread, see {@link #health}.
     *
     * @throws IllegalStateException if the listener's port is taken or the bus does not answer; the message says what to do
     * @throws IllegalArgumentException if a {@code decided_max} was said that the heap cannot hold; waiting does not mend that
     */
    public static GatewayService start(Vertx vertx, GatewayConfig config, GatewayKeys keys, Bus bus) {
        return start(vertx, config, keys, bus, Probe.NONE);
    }

    /** The same for a node with a fast lane, which the frames take. */
    public static GatewayService start(Vertx vertx, GatewayConfig config, GatewayKeys keys, Bus bus, FastLanes lanes) {
        return start(vertx, config, keys, bus, Probe.NONE, Optional.of(lanes));
    }

    /** The same with somebody who watches the commits. */
    static GatewayService start(Vertx vertx, GatewayConfig config, GatewayKeys keys, Bus bus, Probe probe) {
        return start(vertx, config, keys, bus, probe, Optional.empty());
    }

    private static GatewayService start(
            Vertx vertx, GatewayConfig config, GatewayKeys keys, Bus bus, Probe probe, Optional<FastLanes> lanes) {
        refuseMisfit(config, Runtime.getRuntime().maxMemory());
        GatewayMetrics metrics = GatewayMetrics.kept();
        var verticle = new GatewayVerticle(config, keys, bus, probe, metrics, lanes);
        String deployment = vertx.deployVerticle(
                        verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        return new GatewayService(vertx, verticle, metrics, deployment);
    }

    /** Somebody's word that cannot be kept is refused now, rather than in a month; for what nobody said there is a warning. */
    static void refuseMisfit(GatewayConfig config, long heapBytes) {
        config.misfit(heapBytes).ifPresent(reason -> {
            if (config.decidedMax() != GatewayConfig.DECIDED_MAX) {
                throw new IllegalArgumentException(reason);
            }
            LOG.warn("{}", reason);
        });
    }

    /** How the hop is; where it runs, whether policies, principals and approvals are heard: while not, who comes from outside is refused. */
    public Health health() {
        return verticle.health();
    }

    /** What it has decided since it started. */
    public GatewayMetrics.Tally tally() {
        return metrics.total();
    }

    /** What its listeners have let in and refused since it started. */
    public Guard.Tally ingress() {
        return verticle.ingress();
    }

    /** Where frames are served; empty if nowhere. */
    public Optional<Integer> muxPort() {
        return verticle.muxPort();
    }

    /**
     * Where HTTP is served; empty if nowhere. Blocks until it is: it starts behind everything else.
     *
     * @throws IllegalStateException if it cannot be served, with the reason and what to do
     */
    public Optional<Integer> httpPort() {
        return verticle.httpPort().await();
    }

    /** Ends the step in hand, closes the listener and returns. */
    @Override
    public void close() {
        vertx.undeploy(deployment).await();
    }
}
