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
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The listener for frames that take the bus, with everything that it needs of the road. */
public final class Mux implements Ingress {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Sender intents;
    private final RoadTokenLog log;
    private final IngressSealer sealer;
    private final Tail tokens;
    private final Tail outputs;
    private final MuxServer server;

    private Mux(Vertx vertx, MuxConfig config, Keys keys, Bus bus, Supplier<Effective> posture, InstantSource clock) {
        Signature signature = signature(config, keys);
        intents = Sender.of(bus, Station.CALLER, PATIENCE);
        log = new RoadTokenLog(bus, keys.ring());
        sealer = new IngressSealer(
                keys.ingress(),
                config.node(),
                Topic.TOKENS.partitions(),
                signature.origin(),
                log,
                posture,
                clock,
                config.waitingMax());
        var exchange = new RoadExchange(
                config, signature, this::publish, this::cancel, sealer, new TokenReader(keys.ring()), clock);
        tokens = Tail.fromEnd(bus, Station.CALLER, Topic.TOKENS, record -> token(record, exchange));
        outputs = Tail.fromEnd(bus, Station.CALLER, Topic.OUTPUTS, record -> output(record, exchange));
        server = new MuxServer(vertx, config, exchange);
    }

    /**
     * The keys of a listener.
     *
     * @param ingress seals the refusals of its frames, and nothing else does
     * @param principal signs its intents, if its configuration says so
     * @param ring whose tokens are shown
     */
    public record Keys(SigningKey ingress, Optional<SigningKey> principal, KeyRing ring) {}

    static Signature signature(MuxConfig config, Keys keys) {
        return keys.principal()
                .filter(_ -> config.signsAsLocal())
                .<Signature>map(Signature.Local::new)
                .orElseGet(Signature.None::new);
    }

    /** Begins to read the bus; {@link #listen} begins to serve. */
    public static Mux of(
            Vertx vertx, MuxConfig config, Keys keys, Bus bus, Supplier<Effective> posture, InstantSource clock) {
        return new Mux(vertx, config, keys, bus, posture, clock);
    }

    @Override
    public Future<Integer> listen(Duration most) throws InterruptedException {
        if (!tokens.awaitCaughtUp(most) || !outputs.awaitCaughtUp(most)) {
            return Future.failedFuture(new IllegalStateException(
                    "the bus did not answer within " + most.toSeconds() + " s; start the broker, or set its address"));
        }
        return server.listen();
    }

    private CompletionStage<Optional<String>> publish(IntentKey key, byte[] record) {
        return send(Topic.INTENTS, key.session(), record);
    }

    private CompletionStage<Optional<String>> cancel(IntentKey key, byte[] record) {
        return send(Topic.CANCELS, key.text(), record);
    }

    private CompletionStage<Optional<String>> send(Topic topic, String key, byte[] record) {
        Outbound sent = Outbound.byKey(topic, key.getBytes(StandardCharsets.UTF_8), record);
        return intents.send(sent).thenApply(delivery -> switch (delivery) {
            case Delivery.Delivered _ -> Optional.<String>empty();
            case Delivery.TooLarge(int bytes, int most) ->
                Optional.of("the intent has " + bytes + " bytes and the bus takes " + most);
            case Delivery.Unreachable(String reason) -> Optional.of(reason);
        });
    }

    private static void token(Inbound record, RoadExchange exchange) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            exchange.token(token);
        }
    }

    private static void output(Inbound record, RoadExchange exchange) {
        if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)) {
            exchange.output(output);
        }
    }

    /** Stops to listen, then lets go of the bus. */
    @Override
    public void close() {
        server.close().await();
        tokens.close();
        outputs.close();
        sealer.close();
        log.close();
        intents.close();
    }
}
