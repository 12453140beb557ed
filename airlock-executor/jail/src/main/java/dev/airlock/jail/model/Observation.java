package dev.airlock.jail.model;

/**
 * How one lock is.
 *
 * @param seen what was seen, for people
 */
public record Observation(Lock lock, Position position, String seen) {
    /** Whether it is on. */
    public enum Position {
        ON,
        OFF,
        /** Nobody outside that process can see it. */
        UNSEEN
    }
}
