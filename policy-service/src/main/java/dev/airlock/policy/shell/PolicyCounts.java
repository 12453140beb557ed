package dev.airlock.policy.shell;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters that can be read. */
public final class PolicyCounts implements PolicyMetrics {
    private final Map<Count, LongAdder> counts = new ConcurrentHashMap<>();
    private volatile OptionalLong leasedAtNanos = OptionalLong.empty();

    /** What is counted, one constant per method of {@link PolicyMetrics}. */
    public enum Count {
        VERDICT_READ,
        VERDICT_COUNTED,
        VERDICT_OLDER,
        VERDICT_DEAD,
        POSTURE_RECORDED,
        TICK,
        LEASE_ISSUED,
        LEASE_HELD,
        LEASE_WITHHELD,
        KILL_COUNTED,
        INCIDENT_FOUND,
        SEND_FAILED
    }

    /** How often it happened. */
    public long of(Count count) {
        LongAdder adder = counts.get(count);
        return adder == null ? 0 : adder.sum();
    }

    /** All counts by name, those that are zero too. */
    public Map<String, Long> all() {
        var all = new TreeMap<String, Long>();
        for (Count count : Count.values()) {
            all.put(count.name().toLowerCase(Locale.ROOT), of(count));
        }
        return all;
    }

    /** How long ago the last lease was published; empty if none was. */
    public Optional<Duration> sinceLease() {
        OptionalLong at = leasedAtNanos;
        return at.isPresent() ? Optional.of(Duration.ofNanos(System.nanoTime() - at.getAsLong())) : Optional.empty();
    }

    private void count(Count count) {
        counts.computeIfAbsent(count, _ -> new LongAdder()).increment();
    }

    @Override
    public void verdictRead() {
        count(Count.VERDICT_READ);
    }

    @Override
    public void verdictCounted() {
        count(Count.VERDICT_COUNTED);
    }

    @Override
    public void verdictOlder() {
        count(Count.VERDICT_OLDER);
    }

    @Override
    public void verdictDead() {
        count(Count.VERDICT_DEAD);
    }

    @Override
    public void postureRecorded() {
        count(Count.POSTURE_RECORDED);
    }

    @Override
    public void tick() {
        count(Count.TICK);
    }

    @Override
    public void leaseIssued() {
        leasedAtNanos = OptionalLong.of(System.nanoTime());
        count(Count.LEASE_ISSUED);
    }

    @Override
    public void leaseHeld() {
        count(Count.LEASE_HELD);
    }

    @Override
    public void leaseWithheld() {
        count(Count.LEASE_WITHHELD);
    }

    @Override
    public void killCounted() {
        count(Count.KILL_COUNTED);
    }

    @Override
    public void incidentFound() {
        count(Count.INCIDENT_FOUND);
    }

    @Override
    public void sendFailed() {
        count(Count.SEND_FAILED);
    }
}
