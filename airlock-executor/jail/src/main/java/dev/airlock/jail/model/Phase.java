package dev.airlock.jail.model;

/** When a filter counts. The second is put on beside the first, and the stricter answer wins. */
public enum Phase {
    /** Until the executor is up: keys are made, classes are loaded, the first guest boots. */
    START,
    /** From then on. */
    RUN
}
