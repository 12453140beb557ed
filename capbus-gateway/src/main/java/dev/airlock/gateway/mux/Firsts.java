package dev.airlock.gateway.mux;

import dev.airlock.schemas.model.Intent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which signed intents were here while they were fresh. Whoever has read somebody's intent can send it again, and only the first one is that
 * principal's own doing. When there is no room the oldest are forgotten: then a copy of those counts as its principal's, and nothing worse. Any thread.
 */
final class Firsts {
    /** A signed intent is fresh for so long, the clock of its caller included. */
    private static final Duration FRESH = Intent.AGE_MAX.plus(Intent.AHEAD_MAX);

    private final int most;
    private final Map<String, Long> seen = new LinkedHashMap<>();

    /** @param most how many are remembered, some 200 bytes each */
    Firsts(int most) {
        this.most = most;
    }

    /**
     * Whether it is fresh and nobody has claimed it before; from then on it is claimed, so that of two copies in one moment one is the first.
     *
     * @param intentHash of what was signed, since around it a copy's bytes can differ
     */
    synchronized boolean claim(String intentHash, Instant createdAt, Instant now) {
        Duration age = Duration.between(createdAt, now);
        if (age.compareTo(Intent.AGE_MAX) > 0 || age.negated().compareTo(Intent.AHEAD_MAX) > 0) {
            return false;
        }
        forget(now.minus(FRESH).toEpochMilli());
        return seen.putIfAbsent(intentHash, now.toEpochMilli()) == null;
    }

    /** What was claimed is turned away; it may come again, and is its principal's still. */
    synchronized void giveBack(String intentHash) {
        seen.remove(intentHash);
    }

    /** They stand in the order in which they came. */
    private void forget(long until) {
        for (var oldest = seen.values().iterator(); oldest.hasNext(); oldest.remove()) {
            if (oldest.next() > until && seen.size() < most) {
                return;
            }
        }
    }

    synchronized int size() {
        return seen.size();
    }
}
