package dev.airlock.executor.model;

import java.util.OptionalLong;

/**
 * How many guests fit beside the rest of an executor into the memory that it may take.
 *
 * @param processors guests that run at once use one each
 * @param limitBytes what the control groups leave this process; empty if they leave it all
 * @param heapBytes the most that the heap takes
 */
public record GuestRoom(int processors, OptionalLong limitBytes, long heapBytes) {
    private static final long MIB = 1L << 20;
    private static final long GUEST_BYTES = SizeClass.MIB_256.mib() * MIB;
    /** What a JVM has beside its heap, and the snapshots. */
    private static final long REST_BYTES = 1_024 * MIB;

    /** How many are run at once by default: one per processor, as long as they fit, and always one. */
    public int slots() {
        return (int) Math.max(1, Math.min(processors, fitting()));
    }

    /** Whether so many fit. */
    public boolean holds(int slots) {
        return slots <= fitting();
    }

    private long fitting() {
        return limitBytes.isEmpty()
                ? Long.MAX_VALUE
                : Math.floorDiv(limitBytes.getAsLong() - heapBytes - REST_BYTES, GUEST_BYTES);
    }

    /** For people; only where there is a limit. */
    @Override
    public String toString() {
        return "guests of " + GUEST_BYTES / MIB + " MiB beside a heap of " + heapBytes / MIB + " MiB and "
                + REST_BYTES / MIB + " MiB for the rest fit " + Math.max(0, fitting()) + " times into the "
                + limitBytes.orElse(0) / MIB + " MiB that the control group leaves this process";
    }
}
