package dev.airlock.executor.pool;

import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.Proof;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;

/** What a slot holds. Made, used and closed on the slot's thread. */
public interface Guest extends AutoCloseable {
    /** Runs one payload to its end, whatever that is. Only when it is its snapshot. */
    RunTrace run(RunInput input, Limits limits, Monitor monitor);

    /** Whether it can run more than one payload, being reset in between; else it is discarded after the first. */
    default boolean reusable() {
        return true;
    }

    /**
     * Becomes its snapshot again, after a run that ended by itself.
     *
     * @return pages of its own that it has by now, beyond those that its working set was expected to have; may be negative
     * @throws GuestFailed if it may not be its snapshot
     */
    int reset() throws GuestFailed;

    /** Compares all of it with its snapshot; takes milliseconds. */
    Proof prove() throws GuestFailed;

    @Override
    void close();

    /** Where guests come from. Called on the thread of the slot that is to hold it. */
    @FunctionalInterface
    interface Source {
        /** A new guest that has passed its self-test and is its snapshot. */
        Guest make() throws GuestFailed;
    }
}
