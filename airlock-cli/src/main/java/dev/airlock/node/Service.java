package dev.airlock.node;

import dev.airlock.executor.shell.ExecutorConfig;
import dev.airlock.executor.shell.ExecutorHouse;
import dev.airlock.executor.shell.HeadStart;
import dev.airlock.gateway.shell.FastLanes;
import dev.airlock.gateway.shell.GatewayConfig;
import dev.airlock.gateway.shell.GatewayKeys;
import dev.airlock.gateway.shell.GatewayService;
import dev.airlock.ledger.shell.LedgerConfig;
import dev.airlock.ledger.shell.LedgerCounts;
import dev.airlock.ledger.shell.LedgerService;
import dev.airlock.node.dials.DoorAt;
import dev.airlock.node.dials.OperatorDoor;
import dev.airlock.node.dials.Panel;
import dev.airlock.policy.shell.PolicyConfig;
import dev.airlock.policy.shell.PolicyCounts;
import dev.airlock.policy.shell.PolicyService;
import dev.airlock.road.config.Settings;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.snaft.shell.FirewallWatch;
import dev.airlock.snaft.shell.SnaftConfig;
import dev.airlock.snaft.shell.SnaftCounts;
import dev.airlock.snaft.shell.SnaftVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One running service, whichever it is. */
public final class Service implements AutoCloseable {
    /** Which service. */
    public enum Kind {
        POLICY,
        SNAFT,
        GATEWAY,
        EXECUTOR,
        LEDGER;

        /** As it is written in commands, files and variables. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Kind kind;
    private final Live live;
    private final Optional<Vertx> ownVertx;
    private final Optional<OperatorDoor> door;

    /** What was started, and what it shows. */
    private record Live(AutoCloseable running, Panel panel) {}

    private Service(Kind kind, Live live) {
        this(kind, live, Optional.empty(), Optional.empty());
    }

    private Service(Kind kind, Live live, Optional<Vertx> ownVertx, Optional<OperatorDoor> door) {
        this.kind = kind;
        this.live = live;
        this.ownVertx = ownVertx;
        this.door = door;
    }

    /**
     * Starts a service alone in its process; its operator's door, if it is to have one, opens first.
     *
     * @param settings as in its configuration file
     * @throws IllegalArgumentException if a setting is unknown or unfit, with what would be right
     * @throws IllegalStateException if a port is taken, with what to do
     */
    public static Service start(Kind kind, Map<String, String> settings) throws IOException {
        return start(kind, new Settings(settings));
    }

    /** The same, of a file, its environment and its command. */
    public static Service start(Kind kind, Settings settings) throws IOException {
        Optional<DoorAt> shown = DoorAt.in(settings);
        Vertx vertx = Vertx.vertx();
        try {
            Optional<OperatorDoor> door = shown.map(at -> OperatorDoor.open(vertx, at));
            Live live = launch(kind, vertx, settings, Optional.empty());
            var service = new Service(kind, live, Optional.of(vertx), door);
            service.gateway().ifPresent(GatewayService::httpPort); // a port that is taken is an error of this start
            door.ifPresent(open -> {
                open.show(live.panel());
                open.started();
            });
            return service;
        } catch (IOException | RuntimeException e) {
            vertx.close().await();
            throw e;
        }
    }

    /** Starts a service beside others. */
    static Service start(Kind kind, Map<String, String> settings, Vertx vertx) throws IOException {
        return new Service(kind, launch(kind, vertx, new Settings(settings), Optional.empty()));
    }

    /** Starts an executor beside others whose sandboxes are getting ready already. */
    static Service startExecutor(Map<String, String> settings, Vertx vertx, HeadStart headStart) throws IOException {
        ExecutorConfig config = ExecutorConfig.from(settings);
        return new Service(Kind.EXECUTOR, executor(ExecutorHouse.start(vertx, config, headStart)));
    }

    /** Starts a gateway beside others whose frames take a fast lane. */
    static Service startFast(Map<String, String> settings, Vertx vertx, FastLanes lanes) throws IOException {
        return new Service(Kind.GATEWAY, launch(Kind.GATEWAY, vertx, new Settings(settings), Optional.of(lanes)));
    }

    /**
     * Reads a service's settings as its start would, and starts nothing.
     *
     * @throws IllegalArgumentException if a setting is missing, unknown or unfit, with what would be right
     */
    public static void check(Kind kind, Settings settings) {
        var _ = DoorAt.in(settings);
        Common _ = Common.of(settings);
        Record _ =
                switch (kind) {
                    case POLICY -> PolicyConfig.from(settings);
                    case SNAFT -> SnaftConfig.from(settings);
                    case GATEWAY -> GatewayConfig.from(settings);
                    case EXECUTOR -> ExecutorConfig.from(settings);
                    case LEDGER -> LedgerConfig.from(settings);
                };
    }

    private static Live launch(Kind kind, Vertx vertx, Settings settings, Optional<FastLanes> lanes)
            throws IOException {
        Common common = Common.of(settings);
        Codecs.write(common.written());
        var keys = new KeyFiles(common.keysDirectory(), new SecureRandom()).remembering();
        return switch (kind) {
            case POLICY -> {
                PolicyConfig config = PolicyConfig.from(settings);
                var counts = new PolicyCounts();
                PolicyService policy =
                        PolicyService.start(vertx, config, keys, counts).await();
                yield new Live(policy, Panels.policy(policy, counts, config.leaseTtl()));
            }
            case SNAFT -> snaft(vertx, SnaftConfig.from(settings), keys);
            case GATEWAY -> {
                GatewayConfig config = GatewayConfig.from(settings);
                GatewayKeys own = gatewayKeys(keys.sealing(config.hybrid()), config);
                GatewayService gateway = lanes.isPresent()
                        ? GatewayService.start(vertx, config, own, common.bus(), lanes.get())
                        : GatewayService.start(vertx, config, own, common.bus());
                yield new Live(gateway, Panels.gateway(gateway));
            }
            case EXECUTOR -> executor(ExecutorHouse.start(vertx, ExecutorConfig.from(settings)));
            case LEDGER -> {
                var counts = new LedgerCounts();
                LedgerConfig config = LedgerConfig.from(settings);
                LedgerService ledger = LedgerService.start(vertx, config, keys, counts);
                yield new Live(
                        ledger, Panels.ledger(ledger, counts, config.witnesses().size()));
            }
        };
    }

    private static Live executor(ExecutorHouse house) {
        return new Live(house, Panels.executor(house));
    }

    /** Snaft, deployed. */
    private record Snaft(Vertx vertx, String deployment, SnaftVerticle verticle) implements AutoCloseable {
        @Override
        public void close() {
            vertx.undeploy(deployment).await();
        }
    }

    private static Live snaft(Vertx vertx, SnaftConfig config, KeyFiles keys) throws IOException {
        SigningKey own = keys.loadOrCreate(config.keyName());
        var counts = new SnaftCounts();
        var verticle = new SnaftVerticle(
                config.bus(),
                config.instance(),
                own,
                keys.ring(),
                config.trustWindow(),
                InstantSource.system(),
                counts);
        var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        String deployment = vertx.deployVerticle(verticle, options).await();
        return new Live(new Snaft(vertx, deployment, verticle), Panels.snaft(verticle, counts));
    }

    private static GatewayKeys gatewayKeys(KeyFiles keys, GatewayConfig config) throws IOException {
        SigningKey gateway = keys.loadOrCreate("gateway");
        SigningKey ingress = keys.loadOrCreate("gateway@ingress");
        Optional<SigningKey> principal =
                config.mux().isPresent() || config.http().isPresent()
                        ? Optional.of(keys.loadOrCreate("local"))
                        : Optional.empty();
        return new GatewayKeys(gateway, ingress, principal, keys.ring());
    }

    /** The running gateway, if that is what this is. */
    public Optional<GatewayService> gateway() {
        return live.running() instanceof GatewayService gateway ? Optional.of(gateway) : Optional.empty();
    }

    /** What the running snaft screens by, if that is what this is. */
    Optional<FirewallWatch> firewall() {
        return live.running() instanceof Snaft snaft
                ? Optional.of(snaft.verticle().firewall())
                : Optional.empty();
    }

    /** The running ledger, if that is what this is. */
    public Optional<LedgerService> ledger() {
        return live.running() instanceof LedgerService ledger ? Optional.of(ledger) : Optional.empty();
    }

    /** The running executor, if that is what this is. */
    Optional<ExecutorHouse> executor() {
        return live.running() instanceof ExecutorHouse executor ? Optional.of(executor) : Optional.empty();
    }

    /** How long what it runs may go on when it is told to end; zero where nothing runs. */
    public Duration drain() {
        return executor().map(ExecutorHouse::drain).orElse(Duration.ZERO);
    }

    /** What it shows its operator. */
    Panel panel() {
        return live.panel();
    }

    /** Why it will not work again before its process is started anew; empty while it may. */
    public Optional<String> broken() {
        return live.panel().broken();
    }

    /** Where it shows itself to its operator; empty if nowhere. */
    public Optional<Integer> doorPort() {
        return door.map(OperatorDoor::port);
    }

    /** Says that it is not ready any more, ends what is under way or hands it back, and stops. */
    @Override
    public void close() {
        door.ifPresent(OperatorDoor::ending);
        try {
            live.running().close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            door.ifPresent(OperatorDoor::close);
            ownVertx.ifPresent(vertx -> vertx.close().await());
        }
    }

    @Override
    public String toString() {
        return kind.label();
    }
}
