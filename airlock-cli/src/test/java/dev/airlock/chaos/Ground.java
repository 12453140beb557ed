package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.Awaitility;

/** A road for one test: its keys, its parts in this process, a caller that sends intents, and a clock on every answer. */
final class Ground implements AutoCloseable {
    static final int PARTITIONS = Topic.TOKENS.partitions();

    /** What is asserted of everybody who stands by while somebody else is killed. */
    static final Duration HELD_UP_MAX = Duration.ofSeconds(5);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> KEYS = List.of(
            "policy", "observer", "snaft", "gateway", "gateway@ingress", "executor", "executor@b", "operator", "local");

    final Bus bus;
    final Path directory;
    final KeyRing ring;
    final SigningKey local;
    private final KeyFiles keys;
    private final Sender sender;
    private final Tail tokens;
    private final TokenReader reader;
    private final Map<IntentKey, Long> sent = new ConcurrentHashMap<>();
    private final Map<IntentKey, Long> answered = new ConcurrentHashMap<>();
    private final Map<IntentKey, Token> answers = new ConcurrentHashMap<>();
    private final Deque<Part.Running> started = new ArrayDeque<>();

    Ground(Bus bus, Path directory) throws IOException, InterruptedException {
        this.bus = bus;
        this.directory = directory;
        this.keys = new KeyFiles(directory.resolve("keys"), new SecureRandom());
        for (String name : KEYS) {
            keys.loadOrCreate(name);
        }
        this.local = keys.loadOrCreate("local");
        this.ring = keys.ring();
        this.reader = new TokenReader(ring);
        this.sender = Sender.of(bus, Station.CALLER, PATIENCE);
        this.tokens = Tail.fromBeginning(bus, Station.CONSOLE, Topic.TOKENS, this::answered);
    }

    SigningKey key(String name) throws IOException {
        return keys.loadOrCreate(name);
    }

    private void answered(Inbound record) {
        long now = System.nanoTime();
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            try {
                answers.putIfAbsent(token.key(), reader.read(token));
                answered.putIfAbsent(token.key(), now);
            } catch (TokenRejected e) {
                throw new AssertionError(e);
            }
        }
    }

    /** The settings that every service needs, and some more. */
    Map<String, String> settings(String... more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers", bus.bootstrapServers(),
                "namespace", bus.namespace(),
                "keys.dir", directory.resolve("keys").toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    /** The settings of an executor whose guests are scripted. */
    Map<String, String> scripted(String name, String keyName) {
        return settings(
                "name",
                name,
                "key.name",
                keyName,
                "slots",
                "4",
                "drain.ms",
                "200",
                "images.dir",
                directory.toString(),
                "runs",
                runs().toString());
    }

    /** Where scripted guests note their runs. */
    Path runs() {
        return directory.resolve("runs");
    }

    /** Starts a part in this process; it ends with the ground. */
    void start(String part, Map<String, String> settings) throws IOException {
        started.push(Part.start(part, settings));
    }

    void startPolicyAndSnaft() throws IOException {
        start("policy", settings());
        start("snaft", settings());
    }

    /** Ends the part that was started first. */
    void stopFirst() {
        started.removeLast().close();
    }

    void startGateway(String instance) throws IOException {
        start("gateway", settings("instance", instance, "mux.enabled", "false"));
    }

    /** A name that begins so and lies in this partition. */
    static String session(String name, int partition) {
        for (int i = 0; ; i++) {
            String session = name + "-" + i;
            byte[] bytes = session.getBytes(StandardCharsets.UTF_8);
            if (Utils.toPositive(Utils.murmur2(bytes)) % PARTITIONS == partition) {
                return session;
            }
        }
    }

    static int partition(IntentKey key) {
        byte[] bytes = key.session().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(bytes)) % PARTITIONS;
    }

    /** Sends an intent, and the same again until the bus has taken it. */
    IntentKey send(Intent intent) {
        return send(intent, Intents.sealed(intent, local));
    }

    /** The same of an intent as somebody else made a record of it. */
    IntentKey send(Intent intent, byte[] record) {
        sent.putIfAbsent(intent.key(), System.nanoTime());
        byte[] session = intent.session().getBytes(StandardCharsets.UTF_8);
        Delivery delivery;
        do {
            delivery = sender.send(Outbound.byKey(Topic.INTENTS, session, record))
                    .toCompletableFuture()
                    .join();
        } while (delivery instanceof Delivery.Unreachable);
        if (!(delivery instanceof Delivery.Delivered)) {
            throw new AssertionError(delivery);
        }
        return intent.key();
    }

    Set<IntentKey> sent() {
        return sent.keySet();
    }

    Token await(IntentKey key, Duration most) {
        Awaitility.await("the token of " + key.text())
                .atMost(most)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> answers.containsKey(key));
        return answers.get(key);
    }

    void awaitAll(Collection<IntentKey> keys, Duration most) {
        Awaitility.await("the tokens of all intents")
                .atMost(most)
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(answers.keySet()).as("answered").containsAll(keys));
    }

    boolean answered(IntentKey key) {
        return answers.containsKey(key);
    }

    /** From sending to reading the token. */
    Duration waited(IntentKey key) {
        return Duration.ofNanos(answered.get(key) - sent.get(key));
    }

    /** The longest that one of those waited. */
    Duration longest(Predicate<IntentKey> which) {
        return sent.keySet().stream()
                .filter(which)
                .filter(answered::containsKey)
                .map(this::waited)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Every part in this process is doing its work: an intent in each partition has come through. */
    void warmUp(Duration most) {
        warmUpAgain("warm", most);
    }

    /** The same at a later time, with sessions of this name. */
    void warmUpAgain(String name, Duration most) {
        List<IntentKey> first = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> Wish.run(session(name, partition), "first"))
                .map(this::send)
                .toList();
        awaitAll(first, most);
    }

    Audit audit() {
        return Audit.of(bus, ring);
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            started.pop().close();
        }
        tokens.close();
        sender.close();
    }
}
