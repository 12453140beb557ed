package dev.airlock.executor.pool;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The metrics as plain counters: how often, and for how long in all. Any thread. */
public final class PoolCounters implements PoolMetrics {
    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final Map<Count, LongAdder> nanos = new EnumMap<>(Count.class);

    /** What is counted; each as {@link PoolMetrics} says. */
    public enum Count {
        ASKED,
        REFUSED,
        LEASED,
        COMPLETED,
        ENDED,
        FAULTED,
        RESET,
        SPOILT,
        PROVED,
        RESIDUE,
        BORN,
        STILLBORN,
        DISCARDED
    }

    public PoolCounters() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
            nanos.put(count, new LongAdder());
        }
    }

    /** How often. */
    public long count(Count what) {
        return counts.get(what).sum();
    }

    /** How long in all; zero for what takes no time. */
    public Duration total(Count what) {
        return Duration.ofNanos(nanos.get(what).sum());
    }

    /** All counts by name, for a log line. */
    public Map<String, Long> reading() {
        Map<String, Long> reading = new TreeMap<>();
        counts.forEach((count, adder) -> reading.put(count.name(), adder.sum()));
        return reading;
    }

    private void add(Count what, Duration took) {
        counts.get(what).increment();
        nanos.get(what).add(took.toNanos());
    }

    @Override
    public void asked() {
        add(Count.ASKED, Duration.ZERO);
    }

    @Override
    public void refused() {
        add(Count.REFUSED, Duration.ZERO);
    }

    @Override
    public void leased(Duration waited) {
        add(Count.LEASED, waited);
    }

    @Override
    public void ran(Fate fate, Duration ran) {
        add(
                switch (fate) {
                    case COMPLETED -> Count.COMPLETED;
                    case ENDED -> Count.ENDED;
                    case FAULTED -> Count.FAULTED;
                },
                ran);
    }

    @Override
    public void reset(Duration took) {
        add(Count.RESET, took);
    }

    @Override
    public void spoilt() {
        add(Count.SPOILT, Duration.ZERO);
    }

    @Override
    public void proved(Duration took) {
        add(Count.PROVED, took);
    }

    @Override
    public void residue() {
        add(Count.RESIDUE, Duration.ZERO);
    }

    @Override
    public void born(Duration took) {
        add(Count.BORN, took);
    }

    @Override
    public void stillborn() {
        add(Count.STILLBORN, Duration.ZERO);
    }

    @Override
    public void discarded(Duration teardown) {
        add(Count.DISCARDED, teardown);
    }
}
