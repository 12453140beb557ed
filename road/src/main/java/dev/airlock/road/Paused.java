package dev.airlock.road;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions of a hop whose next record was left: each waits a second, is tried again, and counts as paused until nothing of it is left. One thread. */
final class Paused {
    private static final Logger LOG = LoggerFactory.getLogger(Paused.class);
    /** How long a partition waits before its next record is tried again. */
    static final Duration WAIT = Duration.ofSeconds(1);

    private final String hop;
    private final Map<Integer, Wait> waits = new TreeMap<>();

    /** @param over whether its time to wait is over, and it is tried again */
    private record Wait(String reason, long sinceNanos, boolean over) {}

    /** @param hop for the log */
    Paused(String hop) {
        this.hop = hop;
    }

    /** The partition's next record was left; it is to be paused now. */
    void add(int partition, String reason, long nowNanos) {
        if (waits.put(partition, new Wait(reason, nowNanos, false)) == null) {
            LOG.error("{} partition={} paused reason=\"{}\"", hop, partition, reason);
        }
    }

    /** Nothing of the partition is left, or it is not ours any more. */
    void remove(int partition) {
        if (waits.remove(partition) != null) {
            LOG.info("{} partition={} goes on", hop, partition);
        }
    }

    /** The partitions whose wait is over, each once: they are to be resumed now. */
    List<Integer> due(long nowNanos) {
        var due = new ArrayList<Integer>();
        waits.forEach((partition, wait) -> {
            if (!wait.over() && nowNanos - wait.sinceNanos() >= WAIT.toNanos()) {
                due.add(partition);
            }
        });
        due.forEach(partition ->
                waits.computeIfPresent(partition, (_, wait) -> new Wait(wait.reason(), wait.sinceNanos(), true)));
        return due;
    }

    /** How long until a wait is over, at most {@code most}. */
    Duration untilDue(Duration most, long nowNanos) {
        return waits.values().stream()
                .filter(wait -> !wait.over())
                .map(wait -> WAIT.minusNanos(nowNanos - wait.sinceNanos()))
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .reduce(most, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }

    /** What is paused and why; empty if nothing is. */
    Optional<String> reason() {
        return waits.isEmpty()
                ? Optional.empty()
                : Optional.of("partitions " + waits.keySet() + " are paused: "
                        + waits.values().iterator().next().reason());
    }
}
