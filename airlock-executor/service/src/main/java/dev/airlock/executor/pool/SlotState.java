package dev.airlock.executor.pool;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a slot's one guest is in its life. What is not in this table does not happen; who tries it gets an exception.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>from</th><th>to</th><th>when</th></tr>
 * <tr><td>Cold</td><td>Warm</td><td>it was made, passed its self-test, and was proved to be its snapshot</td></tr>
 * <tr><td>Cold</td><td>Poisoned</td><td>any of that failed</td></tr>
 * <tr><td>Warm</td><td>Leased</td><td>a plan got it</td></tr>
 * <tr><td>Warm</td><td>Discarded</td><td>it was idle for too long, has outgrown its working set, or the pool closes</td></tr>
 * <tr><td>Leased</td><td>Resetting</td><td>the run ended by itself: Completed</td></tr>
 * <tr><td>Leased</td><td>Poisoned</td><td>the run was Killed, Faulted or TimedOut, or its thread failed</td></tr>
 * <tr><td>Resetting</td><td>Warm</td><td>memory and registers are the snapshot's again</td></tr>
 * <tr><td>Resetting</td><td>Poisoned</td><td>the reset failed, or a proof found residue</td></tr>
 * <tr><td>Poisoned</td><td>Discarded</td><td>it was torn down</td></tr>
 * </table>
 *
 * <p>So after a kill a guest is torn down, never reset, and another one takes its place in the pool.
 */
public enum SlotState {
    /** Not there yet. */
    COLD,
    /** It is its snapshot, and waits. */
    WARM,
    /** It runs a plan. */
    LEASED,
    /** It is being made its snapshot again. */
    RESETTING,
    /** Nobody knows what it is. */
    POISONED,
    /** It is gone. */
    DISCARDED;

    /** What can come next. */
    public Set<SlotState> next() {
        return switch (this) {
            case COLD -> EnumSet.of(WARM, POISONED);
            case WARM -> EnumSet.of(LEASED, DISCARDED);
            case LEASED -> EnumSet.of(RESETTING, POISONED);
            case RESETTING -> EnumSet.of(WARM, POISONED);
            case POISONED -> EnumSet.of(DISCARDED);
            case DISCARDED -> EnumSet.noneOf(SlotState.class);
        };
    }

    /**
     * The state after this one.
     *
     * @throws IllegalStateException unless the table has it
     */
    public SlotState to(SlotState next) {
        if (!next().contains(next)) {
            throw new IllegalStateException("a slot that is " + this + " does not become " + next);
        }
        return next;
    }
}
