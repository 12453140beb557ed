package dev.airlock.provenance.token;

/**
 * What a run was allowed.
 *
 * @param deadlineMillis wall-clock time
 * @param memoryMib guest memory
 * @param outputBytes bytes of stdout and stderr that are kept
 * @param calls system calls
 */
public record Limits(long deadlineMillis, long memoryMib, long outputBytes, long calls) {
    /** @throws IllegalArgumentException if one is negative or above 2^53-1 */
    public Limits {
        Checks.count("eromheen.limits.deadline_ms", deadlineMillis);
        Checks.count("eromheen.limits.memory_mib", memoryMib);
        Checks.count("eromheen.limits.output_bytes", outputBytes);
        Checks.count("eromheen.limits.calls", calls);
    }
}
