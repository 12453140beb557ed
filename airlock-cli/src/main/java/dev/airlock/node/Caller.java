package dev.airlock.node;

import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Intents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes intents and waits for their tokens and outputs, as any caller may. For any number of threads. */
public final class Caller implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Sender sender;
    private final Tail tokens;
    private final Tail outputs;
    private final Map<IntentKey, Waiting> waiting = new ConcurrentHashMap<>();

    /** One intent's answer; the output comes in the same transaction as the token of a run, and never for a refusal. */
    private record Waiting(CompletableFuture<TokenRecord> token, CompletableFuture<Output> output) {
        Waiting() {
            this(new CompletableFuture<>(), new CompletableFuture<>());
        }
    }

    private Caller(Bus bus) {
        sender = Sender.of(bus, Station.CALLER, PATIENCE);
        tokens = Tail.fromEnd(bus, Station.CALLER, Topic.TOKENS, this::token);
        outputs = Tail.fromEnd(bus, Station.CALLER, Topic.OUTPUTS, this::output);
    }

    /** A caller that sees every token from now on. */
    public static Caller open(Bus bus) throws InterruptedException, Unreachable {
        var caller = new Caller(bus);
        if (!caller.tokens.awaitCaughtUp(PATIENCE) || !caller.outputs.awaitCaughtUp(PATIENCE)) {
            caller.close();
            throw new Unreachable(
                    "the bus at " + bus.bootstrapServers() + " did not answer within " + PATIENCE.toSeconds() + " s");
        }
        return caller;
    }

    private void token(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            Optional.ofNullable(waiting.get(token.key()))
                    .ifPresent(one -> one.token().complete(token));
        }
    }

    private void output(Inbound record) {
        if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)) {
            Optional.ofNullable(waiting.get(output.key()))
                    .ifPresent(one -> one.output().complete(output));
        }
    }

    /** A published intent's token, when it comes. */
    public CompletionStage<TokenRecord> publish(Intent intent, SigningKey key)
            throws Unreachable, InterruptedException {
        var one = new Waiting();
        waiting.put(intent.key(), one);
        byte[] session = intent.session().getBytes(StandardCharsets.UTF_8);
        Delivery delivery = sender.send(Outbound.byKey(Topic.INTENTS, session, Intents.sealed(intent, key)))
                .toCompletableFuture()
                .join();
        return switch (delivery) {
            case Delivery.Delivered _ -> one.token();
            case Delivery.TooLarge(int bytes, int bytesMax) -> {
                waiting.remove(intent.key());
                throw new Unreachable("the intent has " + bytes + " bytes; the topic takes " + bytesMax);
            }
            case Delivery.Unreachable(String reason, boolean _) -> {
                waiting.remove(intent.key());
                throw new Unreachable(reason);
            }
        };
    }

    /** Publishes the wish that an intent be not run, or not to its end; whether it counts, the executor says by the token. */
    public void cancel(IntentKey intent, SigningKey key, Instant now) throws Unreachable {
        byte[] record = Codecs.CANCEL.seal(new Cancel(intent.session(), intent.id(), now), key);
        Delivery delivery = sender.send(
                        Outbound.byKey(Topic.CANCELS, intent.text().getBytes(StandardCharsets.UTF_8), record))
                .toCompletableFuture()
                .join();
        if (!(delivery instanceof Delivery.Delivered)) {
            throw new Unreachable("the cancel of " + intent.text() + " did not arrive: " + delivery);
        }
    }

    /** Publishes {@code intent} and waits for its token; empty if none came within {@code most}. */
    public Optional<TokenRecord> call(Intent intent, SigningKey key, Duration most)
            throws Unreachable, InterruptedException {
        try {
            return Optional.of(publish(intent, key).toCompletableFuture().get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new Unreachable(String.valueOf(e.getCause()));
        }
    }

    /** The output of a run whose token has come; it is at most a moment behind. Forgets the intent. */
    public Optional<Output> outputOf(IntentKey intent, Duration most) throws InterruptedException {
        Waiting one = waiting.get(intent);
        if (one == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(one.output().get(most.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        } finally {
            // Not earlier: an output that comes after its token must still find who waits for it.
            waiting.remove(intent);
        }
    }

    /** Does not wait for the output of an intent any more. */
    public void forget(IntentKey intent) {
        waiting.remove(intent);
    }

    @Override
    public void close() {
        sender.close();
        tokens.close();
        outputs.close();
    }

    /** The bus did not take the intent. */
    public static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message);
        }
    }
}
