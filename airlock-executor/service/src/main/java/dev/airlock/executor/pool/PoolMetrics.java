package dev.airlock.executor.pool;

import java.time.Duration;

/**
 * What a pool has done. At rest: {@code asked = leased + refused}, {@code leased = completed + ended + faulted},
 * {@code completed = reset + spoilt} (none of both where guests run once), and {@code born = discarded} plus the guests that are there. Any thread.
 */
public interface PoolMetrics {
    /** Somebody wants a run. */
    void asked();

    /** He got none: no capacity, or no guest could be made. */
    void refused();

    /** He got a guest after so long. */
    void leased(Duration waited);

    /** A run is over. */
    void ran(Fate fate, Duration ran);

    /** A guest is its snapshot again. */
    void reset(Duration took);

    /** A reset failed, or left something behind. */
    void spoilt();

    /** A guest was compared with its snapshot and is the same. */
    void proved(Duration took);

    /** A guest was compared with its snapshot and is not the same. */
    void residue();

    /** A guest is there. */
    void born(Duration took);

    /** A guest could not be made. */
    void stillborn();

    /** A guest that was there is gone. */
    void discarded(Duration teardown);
}
