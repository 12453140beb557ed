package dev.airlock.executor.model;

import java.time.Duration;

/**
 * What a run may use.
 *
 * @param deadline wall time, more than nothing
 * @param memory the guest's memory
 * @param outputBytes standard output and error together, in bytes; 0 and more
 * @param calls system calls, 1 and more
 */
public record RunLimits(Duration deadline, SizeClass memory, int outputBytes, long calls) {
    public RunLimits {
        if (!deadline.isPositive()) {
            throw new IllegalArgumentException("a deadline of " + deadline + " lets nothing run");
        }
        if (outputBytes < 0 || calls < 1) {
            throw new IllegalArgumentException(
                    "limits of " + outputBytes + " output bytes and " + calls + " calls make no sense");
        }
    }
}
