package dev.airlock.microvm;

import java.time.Duration;

/**
 * What one run may use.
 *
 * @param deadline wall time, more than nothing, at most a day
 * @param outputBytes for stdout and stderr together, at least 0
 * @param callsMax system calls, at least 1
 */
public record Limits(Duration deadline, int outputBytes, long callsMax) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public Limits {
        if (deadline.isNegative()
                || deadline.isZero()
                || deadline.compareTo(LONGEST) > 0
                || outputBytes < 0
                || callsMax < 1) {
            throw new IllegalArgumentException(
                    "limits: %s, %d bytes, %d calls".formatted(deadline, outputBytes, callsMax));
        }
    }
}
