package dev.airlock.bench;

import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Somebody at either end of a road: puts a record on its first topic, and notes when the token with the same name is there, as
 * read_committed sees it. The clock is his own. One thread sends and waits.
 */
final class Postbox implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Sender sender;
    private final Topic first;
    private final Map<String, CompletableFuture<Arrival>> waiting;
    /** Empty if another one listens for this one too. */
    private final Optional<Tail> tokens;

    /**
     * What has come back.
     *
     * @param nanos when, by {@link System#nanoTime}
     * @param value the record of the token
     */
    record Arrival(long nanos, Bytes value) {}

    /** What is under way. */
    record Sent(String name, long nanos, CompletableFuture<Arrival> arrival) {}

    private Postbox(
            Bus bus,
            Station writer,
            Topic first,
            Map<String, CompletableFuture<Arrival>> waiting,
            Optional<Tail> tokens) {
        this.sender = Sender.of(bus, writer, PATIENCE);
        this.first = first;
        this.waiting = waiting;
        this.tokens = tokens;
    }

    /**
     * A caller that sees every token from now on.
     *
     * @param naming which intent a token's record is about; empty if it is none of ours
     */
    static Postbox open(Bus bus, Function<byte[], Optional<String>> naming) throws BenchFailed, InterruptedException {
        Map<String, CompletableFuture<Arrival>> waiting = new ConcurrentHashMap<>();
        Tail tokens = Tail.fromEnd(bus, Station.CALLER, Topic.TOKENS, record -> token(record.value(), naming, waiting));
        Postbox postbox = new Postbox(bus, Station.CALLER, Topic.INTENTS, waiting, Optional.of(tokens));
        if (!tokens.awaitCaughtUp(PATIENCE)) {
            postbox.close();
            throw new BenchFailed("the bus at " + bus.bootstrapServers() + " did not answer", "airlock doctor");
        }
        return postbox;
    }

    /** Somebody whose records begin further on, for whom this one listens; to be closed first. */
    Postbox beginning(Bus bus, Station writer, Topic topic) {
        return new Postbox(bus, writer, topic, waiting, Optional.empty());
    }

    private static void token(
            byte[] value, Function<byte[], Optional<String>> naming, Map<String, CompletableFuture<Arrival>> waiting) {
        long now = System.nanoTime();
        naming.apply(value)
                .map(waiting::remove)
                .ifPresent(arrival -> arrival.complete(new Arrival(now, Bytes.of(value))));
    }

    /** Sends without waiting; a record that the bus does not take ends the arrival. */
    Sent send(String name, String session, byte[] value) {
        CompletableFuture<Arrival> arrival = new CompletableFuture<>();
        waiting.put(name, arrival);
        byte[] key = session.getBytes(StandardCharsets.UTF_8);
        long now = System.nanoTime();
        var _ = sender.send(Outbound.byKey(first, key, value)).thenAccept(delivery -> {
            if (!(delivery instanceof Delivery.Delivered)) {
                arrival.completeExceptionally(new IllegalStateException(delivery.toString()));
            }
        });
        return new Sent(name, now, arrival);
    }

    /** Waits for what was sent. */
    Arrival await(Sent sent) throws BenchFailed, InterruptedException {
        try {
            return sent.arrival().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new BenchFailed(
                    "no token for " + sent.name() + " within " + PATIENCE.toSeconds() + " s", "airlock doctor", e);
        } catch (ExecutionException e) {
            throw new BenchFailed(sent.name() + " was not taken: " + e.getCause(), "airlock doctor", e);
        }
    }

    @Override
    public void close() {
        sender.close();
        tokens.ifPresent(Tail::close);
    }
}
