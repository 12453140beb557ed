package dev.airlock.chaos;

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
import java.util.HashSet;
import java.util.Set;

/** Which intents have a token by now, as read_committed sees the topic. For any thread. */
final class Sightings implements AutoCloseable {
    private final Set<IntentKey> seen = new HashSet<>();
    private final Tail tokens;
    private long lastNanos = System.nanoTime();

    Sightings(Bus bus) {
        tokens = Tail.fromBeginning(bus, Station.CALLER, Topic.TOKENS, this::token);
    }

    private synchronized void token(Inbound record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            seen.add(token.key());
            lastNanos = System.nanoTime();
            notifyAll();
        }
    }

    /** Waits for a token of this; false if there is none for {@code most}. */
    synchronized boolean await(IntentKey key, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        for (long left = most.toNanos(); !seen.contains(key) && left > 0; left = end - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
        return seen.contains(key);
    }

    /** How long no token of anybody has come. */
    synchronized Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    @Override
    public void close() {
        tokens.close();
    }
}
