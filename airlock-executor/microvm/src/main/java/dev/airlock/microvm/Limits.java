package dev.airlock.microvm;

import java.time.Duration;

/**
 * What one run may use.
 *
 * @param deadline wall time, more than nothing
 * @param outputBytes for stdout and stderr together, at least 0
 * @param callsMax system calls, at least 1
 */
public record Limits(Duration deadline, int outputBytes, long callsMax) {
    public Limits {
        if (deadline.isNegative() || deadline.isZero() || outputBytes < 0 || callsMax < 1) {
            throw new IllegalArgumentException(
                    "limits: %s, %d bytes, %d calls".formatted(deadline, outputBytes, callsMax));
        }
    }
}
