package dev.airlock.gateway.shell;

import dev.airlock.authorisation.shell.EngineStart;
import dev.airlock.authorisation.shell.PolicyWatch;
import dev.airlock.gateway.http.HttpConfig;
import dev.airlock.gateway.http.HttpIngress;
import dev.airlock.gateway.mux.FastMux;
import dev.airlock.gateway.mux.Guard;
import dev.airlock.gateway.mux.Ingress;
import dev.airlock.gateway.mux.Mux;
import dev.airlock.gateway.mux.MuxConfig;
import dev.airlock.lane.FastLane;
import dev.airlock.road.Bus;
import dev.airlock.road.Health;
import dev.airlock.road.Hop;
import dev.airlock.road.PostureWatch;
import dev.airlock.road.PrincipalWatch;
import dev.airlock.road.Probe;
import dev.airlock.road.Seat;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.routes.Routes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** One gateway: reads postures and policies, decides screenings on a thread of its hop, and serves frames. On a virtual thread, since it may block. */
final class GatewayVerticle extends VerticleBase {
    private static final Duration BUS_TIME = Duration.ofSeconds(30);

    private final GatewayConfig config;
    private final GatewayKeys keys;
    private final Bus bus;
    private final Probe probe;
    private final GatewayMetrics metrics;
    private final Guard guard;

    private Optional<PostureWatch> posture = Optional.empty();
    private volatile Optional<PolicyWatch> policies = Optional.empty();
    private final PrincipalWatch callers;
    private final PressureTeller pressure;
    private volatile Optional<ApprovalWatch> approvals = Optional.empty();
    private final Optional<FastLanes> lanes;
    private Optional<Ingress> mux = Optional.empty();
    private volatile Optional<Hop> hop = Optional.empty();
    private volatile Optional<Integer> muxPort = Optional.empty();
    private volatile Optional<HttpIngress> http = Optional.empty();
    private volatile Future<Optional<Integer>> httpPort = Future.succeededFuture(Optional.empty());

    /** @param lanes opens the fast lane of this node; without it the frames take the bus */
    GatewayVerticle(
            GatewayConfig config,
            GatewayKeys keys,
            Bus bus,
            Probe probe,
            GatewayMetrics metrics,
            Optional<FastLanes> lanes) {
        this.config = config;
        this.keys = keys;
        this.bus = bus;
        this.probe = probe;
        this.metrics = metrics;
        this.lanes = lanes;
        this.pressure = PressureTeller.to(bus, InstantSource.system());
        Routes routes = Routes.load();
        this.guard = new Guard(config.guard(), intent -> routes.route(intent).isPresent(), pressure);
        this.callers = new PrincipalWatch(bus, Station.GATEWAY, keys.ring(), InstantSource.system());
    }

    @Override
    public Future<?> start() throws InterruptedException {
        InstantSource clock = InstantSource.system();
        PostureWatch watch = PostureWatch.start(bus, Station.GATEWAY, keys.ring(), clock, _ -> {});
        posture = Optional.of(watch);
        PolicyWatch sets = PolicyWatch.start(bus, Station.GATEWAY, keys.ring(), clock, EngineStart.ofThisProcess());
        policies = Optional.of(sets);
        ApprovalWatch approved = ApprovalWatch.start(bus, keys.ring(), clock);
        approvals = Optional.of(approved);
        var work = new GatewayWork(
                config, keys, new RoadTopics(bus, keys.ring()), watch, sets, approved::approving, clock, metrics);
        hop = Optional.of(Hop.start(new Seat(bus, Station.GATEWAY, Topic.SCREENED, config.instance()), work, probe));
        Optional<MuxConfig> shared = config.mux().or(() -> config.http().map(HttpConfig::shared));
        if (shared.isEmpty()) {
            return Future.succeededFuture();
        }
        Ingress listener = ingress(shared.get(), watch, sets, approved, clock);
        mux = Optional.of(listener);
        Future<?> frames = config.mux().isPresent()
                ? listener.listen(BUS_TIME).onSuccess(port -> muxPort = Optional.of(port))
                : Future.succeededFuture();
        return frames.onSuccess(_ -> config.http().ifPresent(one -> startHttp(one, listener, watch)))
                .onFailure(_ -> closeAll());
    }

    /** On a thread of its own, so that nobody's start waits for the classes of HTTP. */
    private void startHttp(HttpConfig settings, Ingress listener, PostureWatch watch) {
        Promise<Integer> serves = Promise.promise();
        httpPort = serves.future().map(Optional::of);
        Thread.ofVirtual().name("http-start").start(() -> {
            try {
                listener.ready(BUS_TIME);
                var ingress = new HttpIngress(
                        vertx,
                        settings,
                        listener.exchange(settings.signsAsLocal()),
                        listener.entrance(),
                        callers,
                        watch,
                        () -> health() instanceof Health.Running,
                        guard.premises());
                http = Optional.of(ingress);
                ingress.listen().onComplete(serves);
            } catch (InterruptedException | RuntimeException e) {
                serves.tryFail(e);
            }
        });
    }

    /** Where HTTP is served, as soon as it is; empty if nowhere. */
    Future<Optional<Integer>> httpPort() {
        return httpPort;
    }

    private Ingress ingress(
            MuxConfig mux, PostureWatch watch, PolicyWatch sets, ApprovalWatch approved, InstantSource clock) {
        try {
            return listener(mux, watch, sets, approved, clock);
        } catch (RuntimeException e) {
            closeAll();
            throw e;
        }
    }

    private Ingress listener(
            MuxConfig mux, PostureWatch watch, PolicyWatch sets, ApprovalWatch approved, InstantSource clock) {
        var muxKeys = new Mux.Keys(keys.ingress(), keys.principal(), keys.ring());
        if (lanes.isEmpty()) {
            return Mux.of(vertx, mux, muxKeys, bus, guard, watch, clock);
        }
        FastLane lane =
                lanes.get().open(new FastDecides(config.limits(), watch, sets, approved::approving, approved::early));
        approved.opened();
        return new FastMux(vertx, mux, muxKeys, callers, lane, guard, watch, clock);
    }

    @Override
    public Future<?> stop() {
        closeAll();
        return Future.succeededFuture();
    }

    /** How the hop is; where it runs, whether what it decides by is heard. */
    Health health() {
        Health loop = hop.map(Hop::health).orElseGet(Health.Starting::new);
        Health told = policies.map(sets -> loop.hearing("the sets of policies", sets.hearing()))
                .orElse(loop)
                .hearing("the principals", callers.hearing());
        return approvals
                .map(watch -> told.hearing("the approvals", watch.hearing()))
                .orElse(told);
    }

    Optional<Integer> muxPort() {
        return muxPort;
    }

    /** What the listeners have let in and refused. */
    Guard.Tally ingress() {
        return guard.tally();
    }

    private void closeAll() {
        http.ifPresent(HttpIngress::close);
        mux.ifPresent(Ingress::close);
        hop.ifPresent(Hop::close);
        approvals.ifPresent(ApprovalWatch::close);
        policies.ifPresent(PolicyWatch::close);
        posture.ifPresent(PostureWatch::close);
        callers.close();
        pressure.close();
    }
}
