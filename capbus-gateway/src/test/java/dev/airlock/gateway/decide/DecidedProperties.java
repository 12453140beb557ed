package dev.airlock.gateway.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.gateway.decide.Decided.Room;
import dev.airlock.gateway.decide.Decided.Seen;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.IntentKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Months of intents, copies and clashes through a small memory, against one that forgets nothing. */
class DecidedProperties {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int ROOM_FOR = 50;
    private static final int RESERVE = 5;

    private final Decided decided = new Decided(ROOM_FOR);
    private final Map<IntentKey, Admission> everything = new HashMap<>();
    private int copies;
    private int clashes;
    private int full;

    private static Admission admission(Random random, Instant now) {
        String id = "i-" + random.nextInt(200);
        String hash = "sha256:" + (random.nextInt(4) == 0 ? "b" : "a").repeat(64);
        return new Admission("s-" + random.nextInt(3), id, hash, hash, random.nextBoolean(), now);
    }

    @Test
    void nothing_is_decided_twice_within_its_thirty_days_however_full_it_is() {
        long seed = System.nanoTime();
        System.out.println("DecidedProperties seed " + seed);
        Random random = new Random(seed);
        Instant now = START;
        for (int i = 0; i < 20_000; i++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(random.nextInt(50) == 0 ? 20_000 : 1_500)));
            step(admission(random, now), now);
            assertThat(decided.size()).isLessThanOrEqualTo(ROOM_FOR + RESERVE);
        }
        assertThat(copies).as("copies").isGreaterThan(100);
        assertThat(clashes).as("clashes").isGreaterThan(100);
        assertThat(full).as("times without any room").isPositive();
    }

    private void step(Admission next, Instant now) {
        Seen seen = decided.seen(next.key(), next.intentHash());
        Admission first = everything.get(next.key());
        boolean young = first != null && !first.decidedAt().isBefore(now.minus(Decided.KEPT));
        if (young) {
            assertThat(seen).isEqualTo(first.intentHash().equals(next.intentHash()) ? Seen.SAME : Seen.OTHER);
        }
        switch (seen) {
            case SAME -> copies++;
            case OTHER -> clashes++;
            case NEVER -> {
                if (decided.room(now) == Room.NONE) {
                    full++;
                } else {
                    decided.replay(next);
                    everything.put(next.key(), next);
                }
            }
        }
    }
}
