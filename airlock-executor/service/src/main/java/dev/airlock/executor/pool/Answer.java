package dev.airlock.executor.pool;

import dev.airlock.microvm.RunTrace;
import java.util.Optional;

/** What became of a request for a run. */
public sealed interface Answer {
    /**
     * It ran.
     *
     * @param trace all there is to know of it
     * @param measured the digest that was computed from the guest's own memory and registers right before the run, and is its snapshot's;
     *     empty if the guest was not measured since its last reset
     */
    record Ran(RunTrace trace, Optional<String> measured) implements Answer {}

    /** All guests are busy and enough wait already, or the pool closes. */
    record NoCapacity(String text) implements Answer {}

    /** No guest can be made. */
    record NoGuest(String text) implements Answer {}
}
