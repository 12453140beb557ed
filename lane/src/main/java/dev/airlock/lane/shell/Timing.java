package dev.airlock.lane.shell;

/** Told how long each stage took. Called on the lane's threads: be quick. */
public interface Timing {
    /** Nobody listens. */
    Timing NONE = (_, _) -> {};

    void took(Stage stage, long nanos);
}
