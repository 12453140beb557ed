package dev.airlock.redteam;

import dev.airlock.road.Bus;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What came out on a road: tokens, genuine orders and dead letters. Any thread. */
final class Seen implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<IntentKey, List<TokenRecord>> tokens = new HashMap<>();
    private final Map<IntentKey, byte[]> orders = new HashMap<>();
    private final Map<Bytes, Integer> letters = new HashMap<>();
    private final KeyRing ring;
    private final List<Tail> tails;

    /** @param ring tells whose orders are genuine */
    Seen(Bus bus, KeyRing ring) {
        this.ring = ring;
        this.tails = List.of(
                Tail.fromBeginning(bus, Station.CONSOLE, Topic.TOKENS, this::token),
                Tail.fromBeginning(bus, Station.EXECUTOR, Topic.ORDERS, this::order),
                Tail.fromBeginning(bus, Station.CONSOLE, Topic.DEADLETTERS, this::letter));
    }

    private synchronized void token(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            tokens.computeIfAbsent(token.key(), _ -> new ArrayList<>()).add(token);
            notifyAll();
        }
    }

    private synchronized void order(Inbound record) {
        if (Codecs.ORDER.open(record.value(), ring) instanceof Good<Signed<Order>>(Signed<Order> order)) {
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

    synchronized List<TokenRecord> tokensOf(IntentKey key) {
        return List.copyOf(tokens.getOrDefault(key, List.of()));
    }

    /** The first token that has come, or comes, of an honest intent. */
    synchronized TokenRecord tokenFor(IntentKey key) throws ControlFailed, InterruptedException {
        return await(tokens, key, "token").getFirst();
    }

    synchronized Optional<byte[]> orderOf(IntentKey key) {
        return Optional.ofNullable(orders.get(key));
    }

    /** The genuine order that has come, or comes, of an intent that was run. */
    synchronized byte[] orderFor(IntentKey key) throws ControlFailed, InterruptedException {
        return await(orders, key, "order");
    }

    /** The genuine orders of a session so far. */
    synchronized List<Order> ordersOf(String session) {
        return orders.entrySet().stream()
                .filter(entry -> entry.getKey().session().equals(session))
                .map(entry -> Orders.read(entry.getValue(), ring))
                .toList();
    }

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

    /** Intents with more than one token, and those of {@code forbidden} that have an order. */
    synchronized List<String> wrong(Set<IntentKey> forbidden) {
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
        tails.forEach(Tail::close);
    }
}
