package dev.airlock.executor.sandbox;

import dev.airlock.executor.model.Given;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.pool.Errand;
import dev.airlock.schemas.model.Bytes;

/** Runs plans, each in surroundings of its own. Any number of threads may run at once. */
public interface Sandbox extends AutoCloseable {
    SandboxKind kind();

    /** What the last {@link #probe} showed; never blocks. */
    Readiness readiness();

    /** Tries for real whether a run would succeed, which may take as long as a boot. Called on a platform thread. */
    Readiness probe();

    /**
     * Runs a program to its end; every way in which that can go wrong is in what comes back.
     *
     * <p>Called on a platform thread, which it holds until the run is over.
     *
     * @param given the payload and the files; a sandbox that runs nothing leaves none
     * @param cutoff by which the run may be ended early
     * @param tap hears what the program writes
     */
    Attempt run(Plan plan, Given given, Cutoff cutoff, Tap tap);

    /**
     * Does an errand on the thread of a guest that is warm for {@code plan}, if there is one: a run of the same plan within it takes place in
     * that guest. Waits for no run, boot or disk; any thread.
     *
     * @return whether the errand is being done; else nothing is
     */
    default boolean take(Plan plan, Errand errand) {
        return false;
    }

    /** The same with nobody who listens. */
    default Attempt run(Plan plan, Given given, Cutoff cutoff) {
        return run(plan, given, cutoff, Tap.NONE);
    }

    /** The same with a payload and no files. */
    default Attempt run(Plan plan, Bytes payload, Cutoff cutoff) {
        return run(plan, Given.of(payload), cutoff);
    }

    /** Frees what is kept. No run may be under way. */
    @Override
    void close();
}
