package dev.airlock.executor.sandbox;

/** Hears what a program writes while it runs. */
@FunctionalInterface
public interface Tap {
    /** Nobody listens. */
    Tap NONE = (_, _) -> {};

    /**
     * The next bytes that are kept of a stream: all that is heard of it, one after another, is what the trace has of it in the end. Called
     * on the run's thread, which waits for it: it never blocks and never throws.
     *
     * @param error whether it is standard error
     * @param bytes the tap's own from here on
     */
    void wrote(boolean error, byte[] bytes);
}
