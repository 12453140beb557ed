package dev.airlock.chaos;

/** A fault of our own making, which the reckoning has to find. */
public enum Plant {
    NONE,
    /** One token is written to the topic a second time. */
    DOUBLE,
    /** One intent counts as sent and never was. */
    LOSS
}
