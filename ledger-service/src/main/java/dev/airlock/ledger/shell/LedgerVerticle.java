package dev.airlock.ledger.shell;

import dev.airlock.ledger.http.LedgerDoor;
import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.road.Health;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The ledger: reads TOKENS, writes CHECKPOINTS, and keeps the logs as files. To be deployed on virtual threads; the topic is read on a named
 * thread, and heads are made on another.
 */
final class LedgerVerticle extends VerticleBase {
    private final LedgerConfig config;
    private final SigningKey key;
    private final KeyRing ring;
    private final InstantSource clock;
    private final LedgerMetrics metrics;
    private volatile Optional<Running> running = Optional.empty();

    private record Running(
            LedgerDirectory directory, Rounds rounds, Optional<Cosigning> cosigning, Optional<LedgerDoor> door) {}

    /**
     * @param key the ledger's own, which signs heads
     * @param ring the key directory: who may seal tokens
     */
    LedgerVerticle(LedgerConfig config, SigningKey key, KeyRing ring, InstantSource clock, LedgerMetrics metrics) {
        this.config = config;
        this.key = key;
        this.ring = ring;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() throws IOException {
        var signer = new LedgerSigner(config.name(), key);
        LedgerDirectory directory = LedgerDirectory.take(config.tiles(), Topic.TOKENS.partitions());
        var board = new Board(Topic.TOKENS.partitions());
        Queue<SignedCheckpoint> cosigned = new ConcurrentLinkedQueue<>();
        var rounds = new Rounds(config, signer, ring, directory, board, clock, metrics, cosigned);
        Optional<Cosigning> cosigning = config.witnesses().isEmpty()
                ? Optional.empty()
                : Optional.of(new Cosigning(config.witnesses(), board, directory, cosigned, metrics));
        Optional<LedgerDoor> door = config.port().listens()
                ? Optional.of(new LedgerDoor(vertx, config.port(), directory, board, signer.key()))
                : Optional.empty();
        running = Optional.of(new Running(directory, rounds, cosigning, door));
        rounds.start();
        cosigning.ifPresent(Cosigning::start);
        return door.<Future<?>>map(LedgerDoor::listen).orElseGet(Future::succeededFuture);
    }

    /** Ends the round in hand; blocks its virtual thread for some seconds at most. */
    @Override
    public Future<?> stop() throws IOException {
        if (running.isPresent()) {
            Running ended = running.get();
            running = Optional.empty();
            ended.door().ifPresent(door -> door.close().await());
            ended.cosigning().ifPresent(Cosigning::close);
            ended.rounds().close();
            ended.directory().close();
        }
        return Future.succeededFuture();
    }

    /** How it is. */
    Health health() {
        return running.map(now -> now.rounds().health()).orElseGet(Health.Starting::new);
    }

    /** Waits until all is signed that the topic held at the start. */
    boolean awaitCaughtUp(Duration most) throws InterruptedException {
        Optional<Running> now = running;
        return now.isPresent() && now.get().rounds().awaitCaughtUp(most);
    }
}
