package dev.airlock.bench.model;

/** How much is measured. */
public enum Effort {
    /** Enough to judge. */
    FULL,
    /** Enough to see that it works, and whether something is far off. */
    QUICK;

    /** One of two counts. */
    public int of(int full, int quick) {
        return this == FULL ? full : quick;
    }
}
