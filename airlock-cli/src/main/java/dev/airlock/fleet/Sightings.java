package dev.airlock.fleet;

import dev.airlock.road.Bus;
import dev.airlock.road.Inbound;
import dev.airlock.road.Tail;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Which intents have a token by now, since when, and in which order, as read_committed sees the topic. For any thread. */
public final class Sightings implements AutoCloseable {
    private final Map<IntentKey, Long> seen = new HashMap<>();
    private final Map<String, List<String>> bySession = new HashMap<>();
    private final List<IntentKey> doubled = new ArrayList<>();
    private final Tail tokens;

    /** Follows the topic of tokens from its beginning. */
    public Sightings(Bus bus) {
        tokens = Tail.fromBeginning(bus, Station.CALLER, Topic.TOKENS, this::token);
    }

    private synchronized void token(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            if (seen.putIfAbsent(token.key(), System.nanoTime()) != null) {
                doubled.add(token.key());
            }
            bySession
                    .computeIfAbsent(token.key().session(), _ -> new ArrayList<>())
                    .add(token.key().id());
            notifyAll();
        }
    }

    /** Waits for a token of this; false if there is none for {@code most}. */
    public synchronized boolean await(IntentKey key, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); !seen.containsKey(key) && left > 0; left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return seen.containsKey(key);
    }

    /** When its token was first seen, in the units of {@link System#nanoTime}. */
    public synchronized OptionalLong at(IntentKey key) {
        Long at = seen.get(key);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
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
