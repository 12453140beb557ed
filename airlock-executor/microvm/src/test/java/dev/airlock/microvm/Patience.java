package dev.airlock.microvm;

import java.time.Duration;

/** How long a guest may take. On a processor that is itself emulated all takes longer, and what is asserted stays the same. */
final class Patience {
    private static final int FACTOR = Integer.getInteger("airlock.test.patience", 1);

    private Patience() {}

    /** What takes {@code usual} on hardware may take this. */
    static Duration of(Duration usual) {
        return usual.multipliedBy(FACTOR);
    }
}
