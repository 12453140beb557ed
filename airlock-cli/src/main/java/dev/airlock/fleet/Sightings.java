package dev.airlock.fleet;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.road.Bus;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which intents have a token by now, since when, and in which order, as read_committed sees the topic. What does not verify is not a
 * token. For any thread.
 */
public final class Sightings implements AutoCloseable {
    private final TokenReader reader;
    private final Map<IntentKey, Sighting> seen = new HashMap<>();
    private final Map<String, List<String>> bySession = new HashMap<>();
    private final List<IntentKey> doubled = new ArrayList<>();
    private final Tail tokens;

    /**
     * Follows the topic of tokens from its beginning.
     *
     * @param ring whom it believes
     */
    public Sightings(Bus bus, KeyRing ring) {
        reader = new TokenReader(ring);
        tokens = Tail.fromBeginning(bus, Station.CALLER, Topic.TOKENS, this::record);
    }

    private void record(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord found)) {
            try {
                token(reader.read(found, record.appendedAt()), record.partition());
            } catch (TokenRejected e) {
                // Whoever waits for it waits in vain, and an audit says why.
            }
        }
    }

    private synchronized void token(Token token, int partition) {
        IntentKey key = token.content().eraan().key();
        var sighting = new Sighting(
                System.nanoTime(),
                partition,
                token.content().erin().type(),
                token.content().actor());
        if (seen.putIfAbsent(key, sighting) != null) {
            doubled.add(key);
        }
        bySession.computeIfAbsent(key.session(), _ -> new ArrayList<>()).add(key.id());
        notifyAll();
    }

    /** Waits for a token of this; false if there is none for {@code most}. */
    public synchronized boolean await(IntentKey key, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); !seen.containsKey(key) && left > 0; left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return seen.containsKey(key);
    }

    /** Its token, if it has one by now. */
    public synchronized Optional<Sighting> of(IntentKey key) {
        return Optional.ofNullable(seen.get(key));
    }

    /** How many intents have a token. */
    public synchronized int count() {
        return seen.size();
    }

    /** The ids of a session's intents in the order of their tokens. */
    public synchronized List<String> order(String session) {
        return List.copyOf(bySession.getOrDefault(session, List.of()));
    }

    /** Intents of which a second token was seen. */
    public synchronized List<IntentKey> doubled() {
        return List.copyOf(doubled);
    }

    @Override
    public void close() {
        tokens.close();
    }
}
