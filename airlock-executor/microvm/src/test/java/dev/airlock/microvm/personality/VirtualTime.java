package dev.airlock.microvm.personality;

import java.time.Instant;

/** Time that passes only when a guest waits for it. */
final class VirtualTime implements GuestClock.Source {
    static final long START = 1_000_000_000L;

    /** How often somebody waited. */
    long parks;

    private long nanos = START;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant wall() {
        return Instant.ofEpochSecond(1_700_000_000L).plusNanos(nanos);
    }

    @Override
    public void park(long more) {
        parks++;
        nanos += more;
    }
}
