package dev.airlock.redteam;

import dev.airlock.gateway.shell.GatewayService;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Service;
import dev.airlock.node.Watch;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.road.broker.EmbeddedBroker;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.principals.Principals;
import dev.airlock.schemas.principals.Statements;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.schemas.wire.Signed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A road that is attacked: a broker, the four services with the simulation, and a producer that may write anything anywhere. One thread. */
public final class Field implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> KEYS =
            List.of("policy", "observer", "snaft", "gateway", "gateway@ingress", "executor", "operator", "local");

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<IntentKey, List<TokenRecord>> tokens = new HashMap<>();
    private final Map<IntentKey, byte[]> orders = new HashMap<>();
    private final Set<IntentKey> forbidden = new HashSet<>();
    private final Map<Bytes, Integer> letters = new HashMap<>();
    private final KeyFiles keys;
    private final Bus bus;
    private final Producer<byte[], byte[]> producer;
    private final Watch watch;

    private Instant last = Instant.EPOCH;
    private Optional<SigningKey> outsider = Optional.empty();
    private int muxPort;

    private Field(DataDirectory data)
            throws IOException, BrokerRefused, TopicsDisagree, BusUnreachable, InterruptedException {
        keys = new KeyFiles(data.keys(), new SecureRandom());
        for (String name : KEYS) {
            keys.loadOrCreate(name);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(data.broker());
        started.push(broker);
        bus = broker.bus();
        Topics.ensure(bus, (short) 1);
        for (Service.Kind kind : Service.Kind.values()) {
            Service service = Service.start(kind, settings(kind, data));
            started.push(service);
            service.gateway().flatMap(GatewayService::muxPort).ifPresent(port -> muxPort = port);
        }
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bus.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        started.push(producer);
        started.push(Tail.fromBeginning(bus, Station.CONSOLE, Topic.TOKENS, this::token));
        started.push(Tail.fromBeginning(bus, Station.EXECUTOR, Topic.ORDERS, this::order));
        started.push(Tail.fromBeginning(bus, Station.CONSOLE, Topic.DEADLETTERS, this::letter));
        watch = Watch.on(bus, ring(), InstantSource.system());
        started.push(watch);
    }

    /** Opens a road below {@code folder}, and waits until something honest went through. */
    public static Field open(Path folder) throws IOException, ControlFailed, InterruptedException {
        Files.createDirectories(folder);
        try {
            return opened(new Field(new DataDirectory(folder)));
        } catch (BrokerRefused | TopicsDisagree | BusUnreachable e) {
            throw new IOException("no road below " + folder + ": " + e.getMessage(), e);
        }
    }

    private static Field opened(Field field) throws ControlFailed, InterruptedException {
        boolean whole = false;
        try {
            field.control("opening");
            whole = true;
            return field;
        } finally {
            if (!whole) {
                field.close();
            }
        }
    }

    private Map<String, String> settings(Service.Kind kind, DataDirectory data) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "bootstrap.servers",
                bus.bootstrapServers(),
                "keys.dir",
                data.keys().toString()));
        switch (kind) {
            case GATEWAY -> settings.put("mux.port", "0");
            case EXECUTOR -> {
                settings.put("images.dir", data.images().toString());
                settings.put("snapshots.dir", data.snapshots().toString());
                settings.put("simulation.enabled", "true");
            }
            case POLICY -> settings.put("incident.watch", "false");
            case LEDGER -> {
                settings.put("tiles.dir", data.ledger().toString());
                settings.put("http.port", "0");
            }
            case SNAFT -> {
                // All at its defaults.
            }
        }
        return settings;
    }

    private synchronized void token(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            tokens.computeIfAbsent(token.key(), _ -> new ArrayList<>()).add(token);
            notifyAll();
        }
    }

    private synchronized void order(Inbound record) {
        if (Codecs.ORDER.open(record.value(), ring()) instanceof Good<Signed<Order>>(Signed<Order> order)) {
            orders.putIfAbsent(order.value().key(), record.value());
            notifyAll();
        }
    }

    private synchronized void letter(Inbound record) {
        if (Codecs.DEAD_LETTER.decode(record.value()) instanceof Good<DeadLetter>(DeadLetter letter)) {
            letters.merge(letter.value(), 1, Integer::sum);
            notifyAll();
        }
    }

    /** How many dead letters hold this, some seconds after it was judged at the latest; 0 if none comes. */
    synchronized int lettersOf(Bytes value) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos() / 4;
        for (long left = end - System.nanoTime();
                left > 0 && !letters.containsKey(value);
                left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return letters.getOrDefault(value, 0);
    }

    SigningKey key(String name) {
        try {
            return keys.loadOrCreate(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    KeyRing ring() {
        try {
            return keys.ring();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Watch watch() {
        return watch;
    }

    /** Writes a record with the key of a session, whoever may write there. */
    void write(Topic topic, String key, byte[] value) throws ControlFailed, InterruptedException {
        try {
            producer.send(new ProducerRecord<>(
                            bus.namespace() + topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw new ControlFailed("the bus did not take a record of " + topic + ": " + e.getCause());
        }
    }

    /** An honest intent behind everything else of the session is run; so what was sent before it has been judged. */
    IntentKey control(String session) throws ControlFailed, InterruptedException {
        Intent honest = Wishes.honest(session);
        write(Topic.INTENTS, session, Intents.sealed(honest, key("local")));
        TokenRecord token = await(tokens, honest.key(), "token").getFirst();
        if (!(read(token).content().erin() instanceof Erin.Completed)) {
            throw new ControlFailed(
                    "an honest intent was not run: " + read(token).content().erin());
        }
        return honest.key();
    }

    /** Sends the record of an intent with something honest behind it; what it became, empty if nobody could read it. */
    Optional<Token> send(Intent intent, byte[] record) throws ControlFailed, InterruptedException {
        write(Topic.INTENTS, intent.session(), record);
        control(intent.session());
        return tokenOf(intent.key());
    }

    /** Held if the intent was not run, and has one token at most. */
    Judged refused(Intent intent, byte[] record) throws ControlFailed, InterruptedException {
        write(Topic.INTENTS, intent.session(), record);
        control(intent.session());
        return notRun(intent);
    }

    /** Held if, besides, it was refused for this, and not for something that hid it. */
    Judged refusedAs(RefusalKind cause, Intent intent, byte[] record) throws ControlFailed, InterruptedException {
        Judged judged = refused(intent, record);
        if (judged instanceof Judged.Escaped) {
            return judged;
        }
        List<TokenRecord> found = tokensOf(intent.key());
        boolean so = found.size() == 1
                && read(found.getFirst()).content().erin() instanceof Erin.Refused refusal
                && refusal.cause() == cause;
        return Judged.heldIf(so, intent.key().text() + " was not refused as " + cause + " but became " + found);
    }

    /** The same of an intent that was sent before, with something honest behind it in its session. */
    Judged notRun(Intent intent) throws ControlFailed {
        forbidden.add(intent.key());
        List<TokenRecord> found = tokensOf(intent.key());
        boolean refused = found.isEmpty() || read(found.getFirst()).content().erin() instanceof Erin.Refused;
        return Judged.heldIf(
                refused && found.size() <= 1 && orderOf(intent.key()).isEmpty(),
                intent.key().text() + " became " + found + ", tokens " + found.size());
    }

    /** Whether it was run to its end. */
    boolean completed(Intent intent, byte[] record) throws ControlFailed, InterruptedException {
        return send(intent, record)
                .filter(token -> token.content().erin() instanceof Erin.Completed)
                .isPresent();
    }

    /** Something that comes true in time. */
    interface Attempt {
        boolean succeeds() throws ControlFailed, InterruptedException;
    }

    /** Tries until it succeeds; each attempt waits for the road, so this does not spin. */
    void poll(String otherwise, Attempt attempt) throws ControlFailed, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!attempt.succeeds()) {
            if (System.nanoTime() > end) {
                throw new ControlFailed(otherwise + " within " + PATIENCE.toSeconds() + " s");
            }
        }
    }

    /** Now, and later than the last time it was asked for, as an operator's words must be. */
    Instant next() {
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MICROS);
        last = now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
        return last;
    }

    /**
     * The key of a principal of the class external AI, for whom the road is open: from the first call on guests are said to run.
     *
     * @param validity how long the key counts
     */
    SigningKey outsider(Duration validity) throws ControlFailed, InterruptedException {
        if (outsider.isEmpty()) {
            started.push(new Phantom(key("executor"), InstantSource.system(), this::pulse));
            SigningKey key = SigningKey.generate(new SecureRandom());
            Principal added = new Statements(Principals.none(Set.of()), "red team", next())
                    .add("jis:redteam:outsider", Origin.EXTERNAL_AI, key.id(), validity);
            write(Topic.PRINCIPALS, added.identity(), Codecs.PRINCIPAL.seal(added, key("operator")));
            outsider = Optional.of(key);
        }
        return outsider.get();
    }

    private void pulse(byte[] record) {
        // One that does not arrive is one that was not there; the next comes in a moment.
        var _ = producer.send(new ProducerRecord<>(
                bus.namespace() + Topic.RUNTIME.topicName(), Phantom.NAME.getBytes(StandardCharsets.UTF_8), record));
    }

    /** The genuine orders of a session so far. */
    synchronized List<Order> ordersOf(String session) {
        return orders.entrySet().stream()
                .filter(entry -> entry.getKey().session().equals(session))
                .map(entry -> Orders.read(entry.getValue(), ring()))
                .toList();
    }

    /** Where the gateway takes frames. */
    int muxPort() throws ControlFailed {
        if (muxPort == 0) {
            throw new ControlFailed("the gateway has no MUX");
        }
        return muxPort;
    }

    /** The token of an intent, verified; empty if it has none. */
    Optional<Token> tokenOf(IntentKey key) throws ControlFailed {
        List<TokenRecord> found = tokensOf(key);
        return found.isEmpty() ? Optional.empty() : Optional.of(read(found.getFirst()));
    }

    synchronized List<TokenRecord> tokensOf(IntentKey key) {
        return List.copyOf(tokens.getOrDefault(key, List.of()));
    }

    private synchronized Optional<byte[]> orderOf(IntentKey key) {
        return Optional.ofNullable(orders.get(key));
    }

    /** The genuine order of an intent that was run. */
    synchronized byte[] orderFor(IntentKey key) throws ControlFailed, InterruptedException {
        return await(orders, key, "order");
    }

    /** What has come, or comes, of an intent. */
    private synchronized <T> T await(Map<IntentKey, T> coming, IntentKey key, String what)
            throws ControlFailed, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!coming.containsKey(key)) {
            if (System.nanoTime() > end) {
                throw new ControlFailed("no " + what + " of an honest intent, " + key.text() + ", within "
                        + PATIENCE.toSeconds() + " s");
            }
            wait(1000);
        }
        return coming.get(key);
    }

    private Token read(TokenRecord record) throws ControlFailed {
        try {
            return new TokenReader(ring()).read(record);
        } catch (TokenRejected e) {
            throw new ControlFailed("a token that does not verify: " + e.getMessage());
        }
    }

    /** What came out only after its attack had been judged: a second token of an intent, an order of one that must not be run. */
    synchronized List<String> late() {
        List<String> found = new ArrayList<>();
        tokens.forEach((key, all) -> {
            if (all.size() > 1) {
                found.add(key.text() + " has " + all.size() + " tokens");
            }
        });
        forbidden.stream().filter(orders::containsKey).forEach(key -> found.add(key.text() + " was ordered"));
        return found;
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
