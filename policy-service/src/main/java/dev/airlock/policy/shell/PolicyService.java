package dev.airlock.policy.shell;

import dev.airlock.policy.model.PulseBoard;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Policy and its observer, put together. It needs the topics to exist, and every key that it shall trust to lie in the key directory when it
 * starts; a bus that is away, at the start or later, it waits for.
 */
public final class PolicyService implements AutoCloseable {
    private static final long CLOSE_SECONDS_MAX = 30;

    private final Vertx vertx;
    private final List<String> deployed;
    private final Surroundings surroundings;
    private final Optional<Lookout> lookout;
    private final Outlook outlook;
    private Optional<Future<Void>> stopped = Optional.empty();

    private PolicyService(
            Vertx vertx, List<String> deployed, Surroundings surroundings, Optional<Lookout> lookout, Outlook outlook) {
        this.vertx = vertx;
        this.deployed = List.copyOf(deployed);
        this.surroundings = surroundings;
        this.lookout = lookout;
        this.outlook = outlook;
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
        var looking = new Lookout(config.viewTimeout(), surroundings.now());
        Optional<Lookout> lookout = Optional.of(looking).filter(_ -> IncidentVerticle.counts(config));
        var outlook = new Outlook(
                PulseBoard.listening(config.pulseTimeout(), surroundings.now().nanos()));
        var all = new ArrayList<Deployable>(List.of(
                new PolicyVerticle(surroundings, policy, lookout, outlook),
                new ObserverVerticle(surroundings, observer)));
        if (config.incidents().watched()) {
            all.add(new IncidentVerticle(surroundings, observer, looking));
        }
        return deploy(vertx, all, List.of())
                .map(deployed -> new PolicyService(vertx, deployed, surroundings, lookout, outlook));
    }

    /** One after the other; if one fails, those before it end again. */
    private static Future<List<String>> deploy(Vertx vertx, List<Deployable> left, List<String> deployed) {
        if (left.isEmpty()) {
            return Future.succeededFuture(deployed);
        }
        var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        return vertx.deployVerticle(left.getFirst(), options)
                .recover(failure -> undeploy(vertx, deployed).transform(_ -> Future.failedFuture(failure)))
                .compose(id -> deploy(
                        vertx,
                        left.subList(1, left.size()),
                        Stream.concat(deployed.stream(), Stream.of(id)).toList()));
    }

    private static Future<Void> undeploy(Vertx vertx, List<String> deployed) {
        return Future.join(deployed.stream().map(vertx::undeploy).toList()).mapEmpty();
    }

    /** Why incidents cannot be seen, for which it vouches for no posture; empty while they can, and where nobody is to look for them. */
    public Optional<String> blindness() {
        return lookout.flatMap(one -> one.blindness(surroundings.now()));
    }

    /** How many executors could begin with an order now, as far as policy hears. Any thread. */
    public int executorsReady() {
        return outlook.executorsReady(surroundings.now());
    }

    /** Whether callers from outside are let in now: the recorded posture allows it, and a lease that has not run out vouches for it. Any thread. */
    public boolean externalOpen() {
        return outlook.externalOpen(surroundings.now());
    }

    /** What broke, so that it will not work again before it is started anew; empty while nothing did. Any thread. */
    public Optional<Throwable> broken() {
        return surroundings.broken();
    }

    /** Stops all, once; no lease follows, so that the readers close within a second. */
    public synchronized Future<Void> stop() {
        if (stopped.isEmpty()) {
            stopped = Optional.of(undeploy(vertx, deployed));
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
