package dev.airlock.policy.shell;

import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Policy and its observer, put together. It needs the topics to exist, and every key that it shall trust to lie in the key directory when it
 * starts; a bus that is away, at the start or later, it waits for.
 */
public final class PolicyService implements AutoCloseable {
    private static final long CLOSE_SECONDS_MAX = 30;

    private final Vertx vertx;
    private final String policy;
    private final String observer;
    private Optional<Future<Void>> stopped = Optional.empty();

    private PolicyService(Vertx vertx, String policy, String observer) {
        this.vertx = vertx;
        this.policy = policy;
        this.observer = observer;
    }

    /**
     * Starts with the keys {@code policy} and {@code observer} of a directory, which are made when they are missing.
     *
     * @throws IOException if the keys cannot be read or trusted
     */
    public static Future<PolicyService> start(Vertx vertx, PolicyConfig config, KeyFiles keys, PolicyMetrics metrics)
            throws IOException {
        SigningKey policy = keys.loadOrCreate(KeyRole.POLICY.label());
        SigningKey observer = keys.loadOrCreate(KeyRole.OBSERVER.label());
        return start(vertx, config, policy, observer, keys.ring(), metrics);
    }

    /** Starts with these keys. */
    public static Future<PolicyService> start(
            Vertx vertx,
            PolicyConfig config,
            SigningKey policy,
            SigningKey observer,
            KeyRing ring,
            PolicyMetrics metrics) {
        var surroundings = new Surroundings(config, ring, InstantSource.system(), metrics);
        var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        return vertx.deployVerticle(new PolicyVerticle(surroundings, policy), options)
                .compose(first -> vertx.deployVerticle(new ObserverVerticle(surroundings, observer), options)
                        .map(second -> new PolicyService(vertx, first, second))
                        .recover(failure -> vertx.undeploy(first).transform(_ -> Future.failedFuture(failure))));
    }

    /** Stops both, once; no lease follows, so that the readers close within a second. */
    public synchronized Future<Void> stop() {
        if (stopped.isEmpty()) {
            stopped = Optional.of(Future.join(vertx.undeploy(policy), vertx.undeploy(observer))
                    .mapEmpty());
        }
        return stopped.get();
    }

    /**
     * The same, and waits for it; not on a thread of Vert.x.
     *
     * @throws IllegalStateException if it takes more than 30 s
     */
    @Override
    public void close() {
        try {
            stop().await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("policy does not stop within " + CLOSE_SECONDS_MAX + " s", e);
        }
    }
}
