package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.ledger.shell.LedgerConfig;
import dev.airlock.ledger.shell.LedgerMetrics;
import dev.airlock.ledger.shell.LedgerService;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Placement;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after a token a signed head that covers it can be read: a real broker, the ledger as it is by default, tokens at a fixed rate. A token's time begins
 * when it was due to be sent, whether or not the sender was late, and ends when a reader of CHECKPOINTS has a head of more records.
 */
final class HeadDelay {
    private static final String SERIES = "head behind its token";
    private static final String UNIT = "ms";
    private static final double DELAY_MILLIS = 100;
    private static final int PER_SECOND = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final EnumSet<Topic> TOPICS =
            EnumSet.of(Topic.TOKENS, Topic.CHECKPOINTS, Topic.EVENTS, Topic.DEADLETTERS);

    private final Measurement measurement;
    private final SigningKey executor;

    HeadDelay(Measurement measurement, SigningKey executor) {
        this.measurement = measurement;
        this.executor = executor;
    }

    /** A token's record, made before the clock runs. */
    private record Ready(int partition, Outbound record) {}

    Row measure() throws IOException, BenchFailed, InterruptedException {
        int warmUp = measurement.effort().of(10, 2) * PER_SECOND;
        int counted = measurement.effort().of(30, 4) * PER_SECOND;
        measurement.say("sealing " + (warmUp + counted) + " tokens for the ledger");
        List<Ready> tokens = tokens(warmUp + counted);
        measurement.say(
                "sending them to a ledger, " + PER_SECOND + " a second; the first " + warmUp + " are not counted");
        try (Scratch scratch = Scratch.in(measurement.directory());
                EmbeddedBroker broker = EmbeddedBroker.start(scratch.directory().resolve("bus"))) {
            Topics.ensure(broker.bus(), (short) 1, TOPICS);
            run(broker.bus(), scratch.directory(), tokens, warmUp);
        } catch (BrokerRefused | TopicsDisagree | BusUnreachable e) {
            throw new BenchFailed("no bus for the ledger: " + e.getMessage(), "airlock doctor", e);
        }
        return Row.time(SERIES, UNIT, measurement.samples(SERIES)).limited(Limit.atMost(Quantile.P99, DELAY_MILLIS));
    }

    private void run(Bus bus, Path directory, List<Ready> tokens, int warmUp)
            throws IOException, BenchFailed, InterruptedException {
        var watch = new Watch(tokens.size());
        Vertx vertx = Vertx.vertx();
        try (LedgerService _ = ledger(vertx, bus, directory);
                Tail tail = Tail.fromBeginning(bus, Station.CONSOLE, Topic.CHECKPOINTS, watch::head);
                Sender sender = Sender.of(bus, Station.EXECUTOR, PATIENCE)) {
            if (!tail.awaitCaughtUp(PATIENCE)) {
                throw new BenchFailed("CHECKPOINTS cannot be read", "airlock doctor");
            }
            send(sender, tokens, watch);
            if (!watch.covered.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BenchFailed(
                        watch.covered.getCount() + " tokens are under no head after " + PATIENCE.toSeconds() + " s",
                        "");
            }
        } finally {
            vertx.close().await();
        }
        for (int number = warmUp; number < tokens.size(); number++) {
            measurement.add(SERIES, UNIT, watch.nanos[number] / 1e6);
        }
    }

    /** The first of each partition alone; of the others each at its time: who is late sends at once, and what is behind does not shift. */
    private static void send(Sender sender, List<Ready> tokens, Watch watch) throws BenchFailed {
        BitSet sent = sendFirsts(sender, tokens, watch);
        List<CompletionStage<Delivery>> underway = new ArrayList<>();
        long begin = System.nanoTime();
        for (int number = sent.nextClearBit(0); number < tokens.size(); number = sent.nextClearBit(number + 1)) {
            long due = begin + number * (1_000_000_000L / PER_SECOND);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            watch.due(tokens.get(number).partition(), number, due);
            underway.add(sender.send(tokens.get(number).record()));
        }
        for (CompletionStage<Delivery> one : underway) {
            FirstToken.require(one.toCompletableFuture().join());
        }
    }

    /** Which these are. */
    private static BitSet sendFirsts(Sender sender, List<Ready> tokens, Watch watch) throws BenchFailed {
        BitSet partitions = new BitSet();
        BitSet sent = new BitSet();
        for (int number = 0; number < tokens.size(); number++) {
            Ready token = tokens.get(number);
            if (!partitions.get(token.partition())) {
                partitions.set(token.partition());
                sent.set(number);
                watch.due(token.partition(), number, System.nanoTime());
                FirstToken.send(sender::send, token.record(), PATIENCE);
            }
        }
        return sent;
    }

    private LedgerService ledger(Vertx vertx, Bus bus, Path directory) {
        var config = LedgerConfig.from(Map.of(
                "bootstrap.servers", bus.bootstrapServers(),
                "keys.dir", directory.resolve("keys").toString(),
                "tiles.dir", directory.resolve("tiles").toString(),
                "http.port", "0"));
        var ring = KeyRing.of(Map.of(executor.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor")));
        SigningKey own = SigningKey.generate(new SecureRandom());
        return LedgerService.start(vertx, config, own, ring, InstantSource.system(), LedgerMetrics.NONE);
    }

    private List<Ready> tokens(int count) {
        ChainHead[] heads = new ChainHead[Topic.TOKENS.partitions()];
        List<Ready> tokens = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            UnsealedToken content = Specimen.token(number);
            String session = content.eraan().key().session();
            int partition = Placement.of(session, heads.length);
            if (heads[partition] == null) {
                heads[partition] = ChainHead.genesis(new ChainName(executor.id(), Lane.BUS, partition));
            }
            Sealer.Sealed sealed = Sealer.seal(content, heads[partition], executor);
            heads[partition] = sealed.next();
            tokens.add(new Ready(
                    partition,
                    Outbound.to(
                            Topic.TOKENS,
                            partition,
                            session.getBytes(StandardCharsets.UTF_8),
                            Codecs.TOKEN.encode(sealed.token().record()))));
        }
        return tokens;
    }

    /** Which tokens are under no head yet, by partition in the order in which they were sent. */
    private static final class Watch {
        private final List<Deque<Integer>> open = new ArrayList<>();
        private final long[] covers = new long[Topic.TOKENS.partitions()];
        private final long[] dues;
        private final long[] nanos;
        private final CountDownLatch covered;

        Watch(int count) {
            for (int partition = 0; partition < covers.length; partition++) {
                open.add(new ArrayDeque<>());
            }
            dues = new long[count];
            nanos = new long[count];
            covered = new CountDownLatch(count);
        }

        synchronized void due(int partition, int number, long due) {
            dues[number] = due;
            open.get(partition).addLast(number);
        }

        void head(Inbound record) {
            long now = System.nanoTime();
            if (Codecs.CHECKPOINT.decode(record.value()) instanceof Good<CheckpointRecord>(CheckpointRecord head)) {
                head(head.partition(), head.size(), now);
            }
        }

        private synchronized void head(int partition, long size, long now) {
            for (; covers[partition] < size; covers[partition]++) {
                int number = open.get(partition).removeFirst();
                nanos[number] = now - dues[number];
                covered.countDown();
            }
        }
    }
}
