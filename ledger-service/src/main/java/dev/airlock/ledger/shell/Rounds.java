package dev.airlock.ledger.shell;

import dev.airlock.ledger.decide.Memory;
import dev.airlock.ledger.decide.PartitionLog;
import dev.airlock.ledger.decide.Scrutiny;
import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.DeadLetterBox;
import dev.airlock.road.Health;
import dev.airlock.road.Tail;
import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger's own thread. First it learns what was signed before; without that nothing is read or signed. Then, round by round, it works off what
 * the reader's thread has added to the logs, no more often than asked for.
 */
final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration JOIN_MAX = Duration.ofSeconds(15);

    private final LedgerConfig config;
    private final LedgerSigner signer;
    private final KeyRing ring;
    private final LedgerDirectory directory;
    private final Board board;
    private final InstantSource clock;
    private final LedgerMetrics metrics;
    private final Queue<SignedCheckpoint> cosigned;
    private final Thread thread = Thread.ofPlatform().name("ledger-heads").unstarted(this::run);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile Health health = new Health.Starting();
    private volatile Optional<Logs> reading = Optional.empty();

    Rounds(
            LedgerConfig config,
            LedgerSigner signer,
            KeyRing ring,
            LedgerDirectory directory,
            Board board,
            InstantSource clock,
            LedgerMetrics metrics,
            Queue<SignedCheckpoint> cosigned) {
        this.config = config;
        this.signer = signer;
        this.ring = ring;
        this.directory = directory;
        this.board = board;
        this.clock = clock;
        this.metrics = metrics;
        this.cosigned = cosigned;
    }

    void start() {
        thread.start();
    }

    /** How the thread is. */
    Health health() {
        return health;
    }

    /** Waits until all is stored, signed and told that the topic held when it was opened; false if that takes longer. */
    boolean awaitCaughtUp(Duration most) throws InterruptedException {
        return caughtUp.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        try {
            Optional<Recollection> recalled = recall();
            if (recalled.isPresent()) {
                try (Recollection before = recalled.get()) {
                    live(before);
                }
            }
            health = new Health.Closed();
        } catch (InterruptedException e) {
            health = new Health.Closed();
        } catch (RuntimeException | Error e) {
            health = new Health.Broken(e);
            LOG.error("ledger broken; nothing more is signed, restart it", e);
        }
    }

    private boolean open() {
        return closing.getCount() > 0;
    }

    private Optional<Recollection> recall() throws InterruptedException {
        while (open()) {
            try {
                return Optional.of(
                        Recollection.read(config.bus(), config.name(), signer.key(), directory, config.tiles()));
            } catch (BusUnreachable | IOException | UncheckedIOException e) {
                failing("cannot learn what was signed before", e);
            }
        }
        return Optional.empty();
    }

    private void failing(String what, Exception why) throws InterruptedException {
        metrics.failed();
        health = new Health.Failing(what + ": " + why.getMessage());
        LOG.warn("ledger {}: {}", what, why.toString());
        closing.await(AGAIN.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void live(Recollection recalled) throws InterruptedException {
        List<PartitionLog> all = new ArrayList<>();
        for (Memory memory : recalled.memories()) {
            int partition = memory.partition();
            all.add(new PartitionLog(
                    new LogName(config.name(), partition),
                    memory,
                    recalled.heads(partition),
                    new ChainVerifier(partition, Scrutiny.WINDOW_TOKENS, KeyTerms.places(ring))));
        }
        for (Incident incident : recalled.incidents()) {
            all.get(incident.partition()).fork(incident);
        }
        try (var letters = new DeadLetterBox(config.bus(), Station.LEDGER, clock);
                var publisher = new Publisher(config.bus(), config.name(), clock, metrics)) {
            var logs = new Logs(all, new Intakes(ring), letters, metrics);
            reading = Optional.of(logs);
            try (Tail tail = Tail.fromBeginning(config.bus(), Station.LEDGER, Topic.TOKENS, logs::take)) {
                Round round = round(desks(recalled, publisher), publisher);
                while (open()) {
                    turn(tail, logs, round);
                }
            } finally {
                logs.close();
            }
        }
    }

    private Round round(List<Desk> desks, Publisher publisher) {
        return new Round(desks, publisher, signer, config.name(), board, directory, clock, metrics, cosigned);
    }

    private List<Desk> desks(Recollection recalled, Publisher publisher) {
        List<Desk> desks = new ArrayList<>();
        for (Memory memory : recalled.memories()) {
            int partition = memory.partition();
            desks.add(new Desk(
                    new LogName(config.name(), partition),
                    signer.ofLog(partition),
                    directory.of(partition),
                    publisher,
                    board,
                    memory.signed()));
        }
        return desks;
    }

    private void turn(Tail tail, Logs logs, Round round) throws InterruptedException {
        long began = System.nanoTime();
        boolean complete = tail.caughtUp();
        if (complete) {
            logs.ended();
        }
        if (round.done()) {
            round.add(logs.harvest(LOOK));
        }
        try {
            if (round.work()) {
                health = tail.health() instanceof Health.Running ? new Health.Running() : tail.health();
                if (complete) {
                    caughtUp.countDown();
                }
            } else {
                failing("has not told all", new IllegalStateException("the bus does not take it"));
            }
        } catch (IOException e) {
            failing("cannot store", e);
        }
        long left = config.every().toNanos() - (System.nanoTime() - began);
        if (left > 0) {
            closing.await(left, TimeUnit.NANOSECONDS);
        }
    }

    /** Ends the round in hand and stops, within some seconds. */
    @Override
    public void close() {
        closing.countDown();
        reading.ifPresent(Logs::close);
        try {
            if (!thread.join(JOIN_MAX)) {
                LOG.warn("ledger does not stop; interrupting it");
                thread.interrupt();
                var _ = thread.join(JOIN_MAX);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
