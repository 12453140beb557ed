package dev.airlock.policy.shell;

import dev.airlock.provenance.Token;
import dev.airlock.road.Bus;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Whom;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A road with keys, a reader as the gateway is one, and an operator; policies and executors come and go on it. */
final class Rig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    final Bus bus;
    final KeyFiles keys;
    final KeyRing ring;
    final Vertx vertx = Vertx.vertx();
    final Queue<Inbound> postures = new ConcurrentLinkedQueue<>();
    final Queue<Inbound> events = new ConcurrentLinkedQueue<>();
    final Queue<Inbound> verdicts = new ConcurrentLinkedQueue<>();
    final Queue<Inbound> deadLetters = new ConcurrentLinkedQueue<>();
    private final SigningKey executorKey;
    private final SigningKey operatorKey;
    private final Sender operator;
    private final Sender sealer;
    private final Deque<Runnable> open = new ArrayDeque<>();
    private PostureView view = PostureView.unknown();

    Rig(Bus bus, Path directory) throws IOException {
        this.bus = bus;
        this.keys = new KeyFiles(directory, new SecureRandom());
        this.executorKey = keys.loadOrCreate("executor");
        this.operatorKey = keys.loadOrCreate("operator");
        keys.loadOrCreate("policy");
        keys.loadOrCreate("observer");
        this.ring = keys.ring();
        this.operator = Sender.of(bus, Station.OPERATOR, PATIENCE);
        open.push(operator::close);
        this.sealer = Sender.of(bus, Station.EXECUTOR, PATIENCE);
        open.push(sealer::close);
        follow(Topic.POSTURES, record -> {
            postures.add(record);
            replay(record);
        });
        follow(Topic.LEASES, this::replay);
        follow(Topic.EVENTS, events::add);
        follow(Topic.VERDICTS, verdicts::add);
        follow(Topic.DEADLETTERS, deadLetters::add);
    }

    private void follow(Topic topic, Consumer<Inbound> each) {
        open.push(Tail.fromBeginning(bus, Station.CONSOLE, topic, each)::close);
    }

    private synchronized void replay(Inbound record) {
        view = record.topic() == Topic.POSTURES
                ? view.replay(good(Codecs.POSTURE.open(record.value(), ring)).value())
                : view.replay(good(Codecs.LEASE.open(record.value(), ring)).value(), System.nanoTime());
    }

    static <T> T good(Decoded<T> decoded) {
        return switch (decoded) {
            case Good<T>(T value) -> value;
            case Malformed<T>(String reason) -> throw new AssertionError(reason);
        };
    }

    /** What binds somebody now. */
    synchronized Effective effective(Whom whom) {
        return view.current(Instant.now(), System.nanoTime(), whom);
    }

    SigningKey executorKey() {
        return executorKey;
    }

    /** A token as an executor puts it on the bus. */
    void seal(Token token) throws Exception {
        byte[] session = token.record().session().getBytes(StandardCharsets.UTF_8);
        sealer.send(Outbound.byKey(Topic.TOKENS, session, Codecs.TOKEN.encode(token.record())))
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    /** What binds a reader now. */
    synchronized Effective effective() {
        return view.current(Instant.now(), System.nanoTime());
    }

    List<Posture> recorded() {
        return postures.stream()
                .map(record -> good(Codecs.POSTURE.open(record.value(), ring)))
                .map(Signed::value)
                .toList();
    }

    PolicyService startPolicy() throws Exception {
        return startPolicy(new PolicyCounts());
    }

    PolicyService startPolicy(PolicyMetrics metrics) throws Exception {
        PolicyConfig config = PolicyConfig.from(Map.of("bootstrap.servers", bus.bootstrapServers(), "keys.dir", "keys"))
                .on(bus);
        PolicyService policy = PolicyService.start(vertx, config, keys, metrics).await(10, TimeUnit.SECONDS);
        open.push(policy::close);
        return policy;
    }

    PulsingExecutor startExecutor() {
        var executor = new PulsingExecutor(bus, executorKey);
        open.push(executor::close);
        return executor;
    }

    void say(Verdict verdict) throws Exception {
        append(verdict.scope(), Codecs.VERDICT.seal(verdict, operatorKey));
    }

    void append(byte[] verdict) throws Exception {
        append("fleet", verdict);
    }

    private void append(String scope, byte[] verdict) throws Exception {
        var record = Outbound.byKey(Topic.VERDICTS, scope.getBytes(StandardCharsets.UTF_8), verdict);
        operator.send(record).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
        vertx.close().await();
    }
}
