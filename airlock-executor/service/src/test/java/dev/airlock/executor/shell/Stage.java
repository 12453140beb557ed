package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.Orders;
import dev.airlock.executor.TestGround;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.sandbox.Sandbox;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Probe;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.road.TestBus;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Signed;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A road of its own for one test, with a policy that keeps its leases alive, a gateway that orders, and a console that reads. */
final class Stage implements AutoCloseable {
    static final Duration PATIENCE = TestGround.patience(Duration.ofSeconds(30));

    final Bus bus;
    private final Path keysDir;
    private final Path imagesDir;
    final SigningKey operator;
    final SigningKey otherLocal;
    private final SigningKey gateway;
    private final SigningKey policy;
    private final KeyRing ring;
    private final Vertx vertx = Vertx.vertx();
    private final Sender ordering;
    private final Sender ruling;
    private final Sender calling;
    private final ScheduledExecutorService leasing = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("test-leases").daemon().factory());
    private final List<Inbound> tokens = new CopyOnWriteArrayList<>();
    private final List<Inbound> outputs = new CopyOnWriteArrayList<>();
    private final List<Inbound> letters = new CopyOnWriteArrayList<>();
    private final List<Inbound> pulses = new CopyOnWriteArrayList<>();
    private final List<Tail> tails = new ArrayList<>();
    private volatile Optional<Posture> posture = Optional.empty();
    private volatile boolean leased = true;

    Stage(Path directory, Path imagesDir) throws IOException {
        this(directory, imagesDir, TestBus.road());
    }

    Stage(Path directory, Path imagesDir, Bus bus) throws IOException {
        this.bus = bus;
        this.ordering = Sender.of(bus, Station.GATEWAY, Duration.ofSeconds(10));
        this.ruling = Sender.of(bus, Station.POLICY, Duration.ofSeconds(10));
        this.calling = Sender.of(bus, Station.CALLER, Duration.ofSeconds(10));
        this.keysDir = directory.resolve("keys");
        this.imagesDir = imagesDir;
        KeyFiles keys = new KeyFiles(keysDir, new SecureRandom());
        gateway = keys.loadOrCreate("gateway");
        policy = keys.loadOrCreate("policy");
        operator = keys.loadOrCreate("operator");
        otherLocal = keys.loadOrCreate("local@other");
        keys.loadOrCreate("executor");
        keys.loadOrCreate("executor@other");
        Files.writeString(
                keysDir.resolve("local.pub"), Orders.CALLER.verifyingKey().spkiPem());
        ring = keys.ring();
        tail(Topic.TOKENS, tokens);
        tail(Topic.OUTPUTS, outputs);
        tail(Topic.DEADLETTERS, letters);
        tail(Topic.RUNTIME, pulses);
        var _ = leasing.scheduleAtFixedRate(this::lease, 0, 200, TimeUnit.MILLISECONDS);
    }

    private void tail(Topic topic, List<Inbound> into) {
        tails.add(Tail.fromBeginning(bus, Station.CONSOLE, topic, into::add));
    }

    ExecutorConfig config(Map<String, String> more) {
        var properties = new HashMap<String, String>(Map.of(
                "bootstrap.servers",
                bus.bootstrapServers(),
                "namespace",
                bus.namespace(),
                "keys.dir",
                keysDir.toString(),
                "images.dir",
                imagesDir.toString(),
                "slots",
                "2",
                "drain.ms",
                "200"));
        properties.putAll(more);
        return ExecutorConfig.from(properties);
    }

    ExecutorHouse executor(Sandbox sandbox) throws IOException {
        return executor(sandbox, Probe.NONE, new Counters());
    }

    ExecutorHouse executor(Sandbox sandbox, Probe probe, Counters metrics) throws IOException {
        Map<SandboxKind, Sandbox> sandboxes = new EnumMap<>(SandboxKind.class);
        sandboxes.put(sandbox.kind(), sandbox);
        return ExecutorHouse.start(
                vertx, config(Map.of()), new ExecutorHouse.Parts(sandboxes, InstantSource.system(), metrics, probe));
    }

    /** An executor that runs one program at a time. */
    ExecutorHouse executorOfOneSlot(Sandbox sandbox) throws IOException {
        return ExecutorHouse.start(
                vertx,
                config(Map.of("slots", "1")),
                new ExecutorHouse.Parts(
                        Map.of(sandbox.kind(), sandbox), InstantSource.system(), new Counters(), Probe.NONE));
    }

    /** An executor whose operator allows audit mode. */
    ExecutorHouse auditingExecutor(Sandbox sandbox) throws IOException {
        return ExecutorHouse.start(
                vertx,
                config(Map.of("audit.enabled", "true")),
                new ExecutorHouse.Parts(
                        Map.of(sandbox.kind(), sandbox), InstantSource.system(), new Counters(), Probe.NONE));
    }

    /** An executor with a name and a key of its own. */
    ExecutorHouse otherExecutor(Sandbox sandbox) throws IOException {
        ExecutorConfig other = config(Map.of("name", "other", "key.name", "executor@other"));
        return ExecutorHouse.start(
                vertx,
                other,
                new ExecutorHouse.Parts(
                        Map.of(sandbox.kind(), sandbox), InstantSource.system(), new Counters(), Probe.NONE));
    }

    ExecutorHouse realExecutor(Map<String, String> more) throws IOException {
        return ExecutorHouse.start(vertx, config(more));
    }

    /** Policy says so, and vouches for it from now on. */
    void rule(long sequence, PostureLevel level) {
        posture = Optional.of(ruled(sequence, Scope.FLEET, level));
        lease();
    }

    /** Policy says so about one scope; what it says about the fleet goes on to hold. */
    void rule(long sequence, Scope scope, PostureLevel level) {
        ruled(sequence, scope, level);
    }

    private Posture ruled(long sequence, Scope scope, PostureLevel level) {
        boolean normal = level == PostureLevel.NORMAL_ZERO_TRUST;
        Posture ruled = new Posture(
                "posture-" + sequence,
                scope.text(),
                sequence,
                level,
                Switches.of(level),
                Cause.OPERATOR,
                RuntimeMode.EMBEDDED_ONLINE,
                normal ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND : ExternalInbound.DENY,
                ExecutionPolicy.ALLOW_THROUGH_AIRLOCK,
                "verdict-" + sequence,
                "jis:airlock:operator",
                "a test",
                Optional.empty(),
                List.of(),
                Instant.now());
        delivered(ruling, Outbound.byKey(Topic.POSTURES, bytes(scope.text()), Codecs.POSTURE.seal(ruled, policy)));
        return ruled;
    }

    /** Policy falls silent. */
    void stopLeasing() {
        leased = false;
    }

    private void lease() {
        posture.filter(_ -> leased).ifPresent(ruled -> {
            Instant now = Instant.now();
            Lease lease = new Lease(Posture.FLEET, ruled.postureId(), ruled.sequence(), now, now.plusSeconds(1));
            var _ = ruling.send(Outbound.byKey(Topic.LEASES, bytes("fleet"), Codecs.LEASE.seal(lease, policy)));
        });
    }

    void order(Orders orders) {
        order(orders.order());
    }

    void order(Order order) {
        raw(order.session(), Codecs.ORDER.seal(order, gateway));
    }

    /** The record of an order, as a gateway writes it. */
    byte[] sealed(Orders order) {
        return Codecs.ORDER.seal(order.order(), gateway);
    }

    /** Somebody wants an intent no more. */
    void cancel(String session, String id, SigningKey by) {
        cancelRaw(Codecs.CANCEL.seal(new Cancel(session, id, Instant.now()), by));
    }

    /** Whatever lies on the topic of the cancels. */
    void cancelRaw(byte[] value) {
        delivered(calling, Outbound.byKey(Topic.CANCELS, bytes("any"), value));
    }

    /** Whatever lies on the orders topic. */
    void raw(String session, byte[] value) {
        delivered(ordering, Outbound.byKey(Topic.ORDERS, bytes(session), value));
    }

    private static void delivered(Sender sender, Outbound record) {
        assertThat(sender.send(record).toCompletableFuture().join()).isInstanceOf(Delivery.Delivered.class);
    }

    /** Waits for the token of an intent. */
    Token token(String session, String id) {
        return Awaitility.await("token of " + session + "/" + id)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> found(session, id), found -> !found.isEmpty())
                .getFirst();
    }

    List<Token> found(String session, String id) {
        return tokens().stream()
                .filter(token -> token.content().eraan().key().session().equals(session)
                        && token.content().eraan().key().id().equals(id))
                .toList();
    }

    List<Token> tokens() {
        return tokens.stream().map(this::token).toList();
    }

    private Token token(Inbound record) {
        return switch (Codecs.TOKEN.decode(record.value())) {
            case Good<TokenRecord>(TokenRecord token) -> verified(token);
            case Malformed<TokenRecord>(String reason) -> throw new AssertionError(reason);
        };
    }

    private Token verified(TokenRecord record) {
        try {
            return new TokenReader(ring).read(record);
        } catch (TokenRejected e) {
            throw new AssertionError(e);
        }
    }

    /** What the chains of all partitions have wrong: nothing, in a good test. */
    List<ChainFinding> chainFindings() {
        List<ChainFinding> findings = new ArrayList<>();
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            ChainVerifier verifier = new ChainVerifier(partition, 1000);
            for (Inbound record : tokens) {
                if (record.partition() == partition) {
                    findings.addAll(verifier.next(token(record), record.offset()));
                }
            }
        }
        return findings;
    }

    List<Output> outputs() {
        return outputs.stream()
                .map(record -> switch (Codecs.OUTPUT.decode(record.value())) {
                    case Good<Output>(Output output) -> output;
                    case Malformed<Output>(String reason) -> throw new AssertionError(reason);
                })
                .toList();
    }

    /** Standard output of an intent, as text. Another tail brings it than the token, so it may be a moment behind. */
    String printed(String session, String id) {
        Awaitility.await().atMost(PATIENCE).until(() -> stdout(session, id).isPresent());
        return stdout(session, id).orElseThrow();
    }

    private Optional<String> stdout(String session, String id) {
        return outputs().stream()
                .filter(output ->
                        output.session().equals(session) && output.intentId().equals(id))
                .map(output -> new String(output.stdout().toArray(), StandardCharsets.UTF_8))
                .findFirst();
    }

    List<Inbound> letters() {
        return letters;
    }

    List<Pulse> pulses() {
        return pulses.stream()
                .map(record -> switch (Codecs.PULSE.open(record.value(), ring)) {
                    case Good<Signed<Pulse>>(var signed) -> signed.value();
                    case Malformed<Signed<Pulse>>(String reason) -> throw new AssertionError(reason);
                })
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        leasing.shutdownNow();
        tails.forEach(Tail::close);
        ordering.close();
        calling.close();
        ruling.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
