package dev.airlock.policy.model;

import dev.airlock.schemas.model.Pulse;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last pulse of every executor that was heard within the timeout, by local receipt. Immutable; it holds no more executors than
 * pulsed within one timeout.
 *
 * @param heard executor name to its last pulse
 * @param timeout how long a silent executor counts as alive
 * @param sinceNanos {@link System#nanoTime} at which listening began; before {@code sinceNanos + timeout} silence says nothing
 */
public record PulseBoard(Map<String, Heard> heard, Duration timeout, long sinceNanos) {
    /** A pulse that was this long on the way tells the past: what comes in one go after an outage of the bus opens nothing. */
    public static final Duration DELAY_MAX = Duration.ofSeconds(2);

    /**
     * @param pulse what was heard
     * @param atNanos {@link System#nanoTime} when it was
     */
    public record Heard(Pulse pulse, long atNanos) {}

    public PulseBoard {
        heard = Map.copyOf(heard);
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a timeout of " + timeout + " hears nobody");
        }
    }

    /** A board that begins to listen. */
    public static PulseBoard listening(Duration timeout, long sinceNanos) {
        return new PulseBoard(Map.of(), timeout, sinceNanos);
    }

    /** The board after this pulse; without it if it took more than {@link #DELAY_MAX}, or comes from as far in the future. */
    public PulseBoard replay(Pulse pulse, Moment received) {
        var next = new TreeMap<String, Heard>();
        heard.forEach((name, last) -> {
            if (alive(last, received.nanos())) {
                next.put(name, last);
            }
        });
        if (Duration.between(pulse.at(), received.wall()).abs().compareTo(DELAY_MAX) <= 0) {
            next.put(pulse.executor(), new Heard(pulse, received.nanos()));
        }
        return new PulseBoard(next, timeout, sinceNanos);
    }

    /** What is alive at {@code nowNanos}, in no particular order. */
    public Collection<Heard> alive(long nowNanos) {
        return heard.values().stream().filter(last -> alive(last, nowNanos)).toList();
    }

    /** Whether silence means something already. */
    public boolean attentive(long nowNanos) {
        return nowNanos - sinceNanos >= timeout.toNanos();
    }

    private boolean alive(Heard last, long nowNanos) {
        return nowNanos - last.atNanos() < timeout.toNanos();
    }
}
