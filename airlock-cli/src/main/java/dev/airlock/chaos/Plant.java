package dev.airlock.chaos;

/** A fault of our own making, which reckoning and audit have to find. */
public enum Plant {
    NONE,
    /** An intent gets a second token: by the key of the first one's sealer, with another outcome, the next of its chain. */
    DOUBLE,
    /** An intent's token is taken out of the broker's log. */
    LOSS,
    /** Both, each to another intent. */
    BOTH;

    boolean doubles() {
        return this == DOUBLE || this == BOTH;
    }

    boolean loses() {
        return this == LOSS || this == BOTH;
    }
}
