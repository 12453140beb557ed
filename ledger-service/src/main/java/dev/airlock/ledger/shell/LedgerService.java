package dev.airlock.ledger.shell;

import dev.airlock.road.Health;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** A running ledger. It needs the topics to exist; a bus that is away, at the start or later, it waits for. */
public final class LedgerService implements AutoCloseable {
    private final Vertx vertx;
    private final LedgerVerticle verticle;
    private final String deployment;

    private LedgerService(Vertx vertx, LedgerVerticle verticle, String deployment) {
        this.vertx = vertx;
        this.verticle = verticle;
        this.deployment = deployment;
    }

    /**
     * Starts with the ledger's key of a directory, which is made when it is missing.
     *
     * @throws IOException if the keys cannot be read or trusted
     * @throws IllegalStateException if the directory of the tiles or the port is taken, with what to do
     */
    public static LedgerService start(Vertx vertx, LedgerConfig config, KeyFiles keys, LedgerMetrics metrics)
            throws IOException {
        SigningKey own = keys.loadOrCreate(config.keyName());
        return start(vertx, config, own, keys.ring(), InstantSource.system(), metrics);
    }

    /** Starts with these keys. */
    public static LedgerService start(
            Vertx vertx,
            LedgerConfig config,
            SigningKey key,
            KeyRing ring,
            InstantSource clock,
            LedgerMetrics metrics) {
        var verticle = new LedgerVerticle(config, key, ring, clock, metrics);
        String deployment = vertx.deployVerticle(
                        verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await();
        return new LedgerService(vertx, verticle, deployment);
    }

    /** How it is: {@code Broken} if nothing is signed any more. */
    public Health health() {
        return verticle.health();
    }

    /** Waits until all is stored, signed and told that the topic held when the ledger started; false if that takes longer. */
    public boolean awaitCaughtUp(Duration most) throws InterruptedException {
        return verticle.awaitCaughtUp(most);
    }

    /** Ends the round in hand and stops, within some seconds. */
    @Override
    public void close() {
        vertx.undeploy(deployment).await();
    }
}
