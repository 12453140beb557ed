package dev.airlock.node;

import dev.airlock.executor.shell.ExecutorConfig;
import dev.airlock.executor.shell.ExecutorHouse;
import dev.airlock.executor.shell.HeadStart;
import dev.airlock.gateway.shell.FastLanes;
import dev.airlock.gateway.shell.GatewayConfig;
import dev.airlock.gateway.shell.GatewayKeys;
import dev.airlock.gateway.shell.GatewayService;
import dev.airlock.ledger.shell.LedgerConfig;
import dev.airlock.ledger.shell.LedgerMetrics;
import dev.airlock.ledger.shell.LedgerService;
import dev.airlock.policy.shell.PolicyConfig;
import dev.airlock.policy.shell.PolicyCounts;
import dev.airlock.policy.shell.PolicyService;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.snaft.shell.FirewallWatch;
import dev.airlock.snaft.shell.SnaftConfig;
import dev.airlock.snaft.shell.SnaftMetrics;
import dev.airlock.snaft.shell.SnaftVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
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
        LEDGER
    }

    private final Kind kind;
    private final AutoCloseable running;
    private final Optional<Vertx> ownVertx;

    private Service(Kind kind, AutoCloseable running, Optional<Vertx> ownVertx) {
        this.kind = kind;
        this.running = running;
        this.ownVertx = ownVertx;
    }

    /**
     * Starts a service alone in its process.
     *
     * @param settings as in its configuration file
     * @throws IllegalArgumentException if a setting is unknown or unfit, with what would be right
     */
    public static Service start(Kind kind, Map<String, String> settings) throws IOException {
        Vertx vertx = Vertx.vertx();
        try {
            var service = new Service(kind, launch(kind, vertx, settings, Optional.empty()), Optional.of(vertx));
            service.gateway().ifPresent(GatewayService::httpPort); // a port that is taken is an error of this start
            return service;
        } catch (IOException | RuntimeException e) {
            vertx.close().await();
            throw e;
        }
    }

    /** Starts a service beside others. */
    static Service start(Kind kind, Map<String, String> settings, Vertx vertx) throws IOException {
        return new Service(kind, launch(kind, vertx, settings, Optional.empty()), Optional.empty());
    }

    /** Starts an executor beside others whose sandboxes are getting ready already. */
    static Service startExecutor(Map<String, String> settings, Vertx vertx, HeadStart headStart) throws IOException {
        ExecutorConfig config = ExecutorConfig.from(settings);
        return new Service(Kind.EXECUTOR, ExecutorHouse.start(vertx, config, headStart), Optional.empty());
    }

    /** Starts a gateway beside others whose frames take a fast lane. */
    static Service startFast(Map<String, String> settings, Vertx vertx, FastLanes lanes) throws IOException {
        return new Service(Kind.GATEWAY, launch(Kind.GATEWAY, vertx, settings, Optional.of(lanes)), Optional.empty());
    }

    /**
     * Reads a service's settings as its start would, and starts nothing.
     *
     * @throws IllegalArgumentException if a setting is missing, unknown or unfit, with what would be right
     */
    public static void check(Kind kind, Map<String, String> settings) {
        Common common = Common.of(settings);
        Record _ =
                switch (kind) {
                    case POLICY -> PolicyConfig.from(settings);
                    case SNAFT -> SnaftConfig.from(settings);
                    case GATEWAY -> GatewayConfig.from(common.own());
                    case EXECUTOR -> ExecutorConfig.from(settings);
                    case LEDGER -> LedgerConfig.from(settings);
                };
    }

    private static AutoCloseable launch(Kind kind, Vertx vertx, Map<String, String> settings, Optional<FastLanes> lanes)
            throws IOException {
        Common common = Common.of(settings);
        var keys = new KeyFiles(common.keysDirectory(), new SecureRandom());
        return switch (kind) {
            case POLICY ->
                PolicyService.start(vertx, PolicyConfig.from(settings), keys, new PolicyCounts())
                        .await();
            case SNAFT -> snaft(vertx, SnaftConfig.from(settings), keys);
            case GATEWAY -> {
                GatewayConfig config = GatewayConfig.from(common.own());
                GatewayKeys own = gatewayKeys(keys, config);
                yield lanes.isPresent()
                        ? GatewayService.start(vertx, config, own, common.bus(), lanes.get())
                        : GatewayService.start(vertx, config, own, common.bus());
            }
            case EXECUTOR -> ExecutorHouse.start(vertx, ExecutorConfig.from(settings));
            case LEDGER -> LedgerService.start(vertx, LedgerConfig.from(settings), keys, LedgerMetrics.NONE);
        };
    }

    /** Snaft, deployed. */
    private record Snaft(Vertx vertx, String deployment, SnaftVerticle verticle) implements AutoCloseable {
        @Override
        public void close() {
            vertx.undeploy(deployment).await();
        }
    }

    private static Snaft snaft(Vertx vertx, SnaftConfig config, KeyFiles keys) throws IOException {
        SigningKey own = keys.loadOrCreate(config.keyName());
        var verticle = new SnaftVerticle(
                config.bus(),
                config.instance(),
                own,
                keys.ring(),
                config.trustWindow(),
                InstantSource.system(),
                SnaftMetrics.NONE);
        var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        return new Snaft(vertx, vertx.deployVerticle(verticle, options).await(), verticle);
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
        return running instanceof GatewayService gateway ? Optional.of(gateway) : Optional.empty();
    }

    /** What the running snaft screens by, if that is what this is. */
    Optional<FirewallWatch> firewall() {
        return running instanceof Snaft snaft ? Optional.of(snaft.verticle().firewall()) : Optional.empty();
    }

    /** The running ledger, if that is what this is. */
    public Optional<LedgerService> ledger() {
        return running instanceof LedgerService ledger ? Optional.of(ledger) : Optional.empty();
    }

    /** The running executor, if that is what this is. */
    Optional<ExecutorHouse> executor() {
        return running instanceof ExecutorHouse executor ? Optional.of(executor) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            running.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            ownVertx.ifPresent(vertx -> vertx.close().await());
        }
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
