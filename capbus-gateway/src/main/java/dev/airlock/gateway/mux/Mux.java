package dev.airlock.gateway.mux;

import dev.airlock.provenance.TokenReader;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The way in to the bus, with everything that it needs of the road, and its listener for frames. */
public final class Mux implements Ingress {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Sender intents;
    private final RoadTokenLog log;
    private final IngressSealer sealer;
    private final Tail tokens;
    private final Tail outputs;
    private final MuxConfig config;
    private final Keys keys;
    private final Guard guard;
    private final InstantSource clock;
    /** Of every listener; each knows what came by it. */
    private final List<RoadExchange> exchanges = new CopyOnWriteArrayList<>();

    private final MuxServer server;

    private Mux(
            Vertx vertx,
            MuxConfig config,
            Keys keys,
            Bus bus,
            Guard guard,
            Supplier<Effective> posture,
            InstantSource clock) {
        this.guard = guard;
        this.config = config;
        this.keys = keys;
        this.clock = clock;
        intents = Sender.of(bus, Station.CALLER, PATIENCE);
        log = new RoadTokenLog(bus, keys.ring());
        sealer = new IngressSealer(
                keys.ingress(), config.node(), Topic.TOKENS.partitions(), log, posture, clock, config.waitingMax());
        tokens = Tail.fromEnd(bus, Station.CALLER, Topic.TOKENS, this::token);
        outputs = Tail.fromEnd(bus, Station.CALLER, Topic.OUTPUTS, this::output);
        server = new MuxServer(vertx, config, exchange(config.signsAsLocal()), guard.premises());
    }

    @Override
    public Entrance entrance() {
        return Entrance.BUS;
    }

    @Override
    public Exchange exchange(boolean local) {
        var exchange = new RoadExchange(
                config,
                signature(local, keys),
                this::publish,
                this::cancel,
                sealer,
                new TokenReader(keys.ring()),
                clock);
        exchanges.add(exchange);
        return new GuardedExchange(exchange, guard, local, clock);
    }

    /**
     * The keys of a listener.
     *
     * @param ingress seals the refusals of its frames, and nothing else does
     * @param principal signs its intents, if its configuration says so
     * @param ring whose tokens are shown
     */
    public record Keys(SigningKey ingress, Optional<SigningKey> principal, KeyRing ring) {}

    static Signature signature(boolean local, Keys keys) {
        return keys.principal()
                .filter(_ -> local)
                .<Signature>map(Signature.Local::new)
                .orElseGet(Signature.None::new);
    }

    /** Begins to read the bus; {@link #listen} begins to serve. */
    public static Mux of(
            Vertx vertx,
            MuxConfig config,
            Keys keys,
            Bus bus,
            Guard guard,
            Supplier<Effective> posture,
            InstantSource clock) {
        return new Mux(vertx, config, keys, bus, guard, posture, clock);
    }

    @Override
    public void ready(Duration most) throws InterruptedException {
        if (!tokens.awaitCaughtUp(most) || !outputs.awaitCaughtUp(most)) {
            throw new IllegalStateException(
                    "the bus did not answer within " + most.toSeconds() + " s; start the broker, or set its address");
        }
    }

    @Override
    public Future<Integer> listen(Duration most) throws InterruptedException {
        ready(most);
        return server.listen();
    }

    private CompletionStage<Optional<String>> publish(IntentKey key, byte[] record, Optional<TraceContext> trace) {
        return send(Topic.INTENTS, key.session(), record, trace);
    }

    private CompletionStage<Optional<String>> cancel(IntentKey key, byte[] record, Optional<TraceContext> trace) {
        return send(Topic.CANCELS, key.text(), record, trace);
    }

    private CompletionStage<Optional<String>> send(
            Topic topic, String key, byte[] record, Optional<TraceContext> trace) {
        Outbound sent = Outbound.byKey(topic, key.getBytes(StandardCharsets.UTF_8), record)
                .in(trace);
        return intents.send(sent).thenApply(delivery -> switch (delivery) {
            case Delivery.Delivered _ -> Optional.<String>empty();
            case Delivery.TooLarge(int bytes, int most) ->
                Optional.of("the intent has " + bytes + " bytes and the bus takes " + most);
            case Delivery.Unreachable(String reason, boolean _) -> Optional.of(reason);
        });
    }

    private void token(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            exchanges.forEach(exchange -> exchange.token(token, record.appendedAt()));
        }
    }

    private void output(Inbound record) {
        if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)) {
            exchanges.forEach(exchange -> exchange.output(output));
        }
    }

    /** Stops to listen, then lets go of the bus. */
    @Override
    public void close() {
        server.close();
        tokens.close();
        outputs.close();
        sealer.close();
        log.close();
        intents.close();
    }
}
