package dev.airlock.redteam;

import dev.airlock.node.DataDirectory;
import dev.airlock.node.Watch;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Bus;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.broker.BrokerRefused;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
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
import dev.airlock.schemas.wire.Intents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A road that is attacked: its services, what came out, and a producer that may write anything anywhere. One thread. */
public final class Field implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Set<IntentKey> forbidden = new HashSet<>();
    private final Premises premises;
    private final Seen seen;
    private final Gap gap;
    private final Bus bus;
    private final Producer<byte[], byte[]> producer;
    private final Watch watch;

    private Instant last = Instant.EPOCH;
    private Optional<SigningKey> outsider = Optional.empty();

    private Field(DataDirectory data, Gap gap)
            throws IOException, BrokerRefused, TopicsDisagree, BusUnreachable, InterruptedException {
        this.gap = gap;
        premises = new Premises(data);
        started.push(premises);
        bus = premises.bus();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bus.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        started.push(producer);
        seen = new Seen(bus, ring());
        started.push(seen);
        watch = Watch.on(bus, ring(), InstantSource.system());
        started.push(watch);
    }

    /** Opens a road below {@code folder}, and waits until something honest went through. */
    public static Field open(Path folder) throws IOException, ControlFailed, InterruptedException {
        return open(folder, Gap.NONE);
    }

    /** Opens one that is weak there. */
    static Field open(Path folder, Gap gap) throws IOException, ControlFailed, InterruptedException {
        Files.createDirectories(folder);
        try {
            return opened(new Field(new DataDirectory(folder), gap));
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

    /** How many dead letters hold this, some seconds after it was judged at the latest; 0 if none comes. */
    int lettersOf(Bytes value) throws InterruptedException {
        return seen.lettersOf(value);
    }

    SigningKey key(String name) {
        return premises.key(name);
    }

    KeyRing ring() {
        return premises.ring();
    }

    Watch watch() {
        return watch;
    }

    /** Writes a record with the key of a session, whoever may write there. */
    void write(Topic topic, String key, byte[] value) throws ControlFailed, InterruptedException {
        for (Gap.Written one : gap.written(new Gap.Written(topic, key, Bytes.of(value)), this)) {
            put(one);
        }
    }

    private void put(Gap.Written record) throws ControlFailed, InterruptedException {
        try {
            producer.send(new ProducerRecord<>(
                            bus.namespace() + record.topic().topicName(),
                            record.key().getBytes(StandardCharsets.UTF_8),
                            record.value().toArray()))
                    .get();
        } catch (ExecutionException e) {
            throw new ControlFailed("the bus did not take a record of " + record.topic() + ": " + e.getCause());
        }
    }

    /** An honest intent behind everything else of the session is run; so what was sent before it has been judged. */
    IntentKey control(String session) throws ControlFailed, InterruptedException {
        Intent honest = Wishes.honest(session);
        write(Topic.INTENTS, session, Intents.sealed(honest, key("local")));
        Erin became = read(seen.tokenFor(honest.key())).content().erin();
        if (!(became instanceof Erin.Completed)) {
            throw new ControlFailed("an honest intent was not run: " + became);
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
                refused && found.size() <= 1 && seen.orderOf(intent.key()).isEmpty(),
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
        long end = System.nanoTime() + Seen.PATIENCE.toNanos();
        while (!attempt.succeeds()) {
            if (System.nanoTime() > end) {
                throw new ControlFailed(otherwise + " within " + Seen.PATIENCE.toSeconds() + " s");
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
    List<Order> ordersOf(String session) {
        return seen.ordersOf(session);
    }

    /** Where the gateway takes frames. */
    int muxPort() throws ControlFailed {
        return gap.muxPort(premises.muxPort());
    }

    /** The token of an intent, verified; empty if it has none. */
    Optional<Token> tokenOf(IntentKey key) throws ControlFailed {
        List<TokenRecord> found = tokensOf(key);
        return found.isEmpty() ? Optional.empty() : Optional.of(read(found.getFirst()));
    }

    List<TokenRecord> tokensOf(IntentKey key) {
        return seen.tokensOf(key);
    }

    /** The genuine order of an intent that was run. */
    byte[] orderFor(IntentKey key) throws ControlFailed, InterruptedException {
        return seen.orderFor(key);
    }

    /** A token as those verify it who read the ledger. */
    Token verified(TokenRecord record) throws TokenRejected {
        return gap.read(new TokenReader(ring()), record);
    }

    private Token read(TokenRecord record) throws ControlFailed {
        try {
            return verified(record);
        } catch (TokenRejected e) {
            throw new ControlFailed("a token that does not verify: " + e.getMessage());
        }
    }

    /** What came out only after its attack had been judged: a second token of an intent, an order of one that must not be run. */
    List<String> late() {
        return seen.wrong(forbidden);
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
