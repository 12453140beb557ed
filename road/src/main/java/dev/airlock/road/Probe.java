package dev.airlock.road;

/** Watches the two moments around a commit, on the loop's thread; a test of crashes stops its process in one of them. */
public interface Probe {
    /** Watches nothing. */
    Probe NONE = new Probe() {};

    /** Outputs and offsets are in the open transaction; nobody sees them yet. */
    default void beforeCommit() {}

    /** They have become visible; the owner of the state does not know it yet. */
    default void afterCommit() {}
}
