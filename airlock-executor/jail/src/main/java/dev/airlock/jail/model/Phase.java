package dev.airlock.jail.model;

/** When a filter counts. The second is put on beside the first, and the stricter answer wins. */
public enum Phase {
    /** Until the executor's key is there, which the first start makes. */
    START,
    /** From then on, and before the first order is taken. */
    RUN
}
