package dev.airlock.microvm;

import java.time.Duration;

/**
 * What one run may use.
 *
 * @param deadline wall time, more than nothing, at most a day
 * @param outputBytes for stdout and stderr together, at least 0
 * @param callsMax system calls, at least 1
 * @param temporaryBytes what files in memory (/tmp, /dev/shm) may take of the host's memory, at least 0, at most 1 GiB
 */
public record Limits(Duration deadline, int outputBytes, long callsMax, long temporaryBytes) {
    /** What {@code temporaryBytes} is unless somebody says otherwise. */
    public static final long TEMPORARY_BYTES = 64L << 20;

    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long TEMPORARY_MOST = 1L << 30;

    /** With {@link #TEMPORARY_BYTES} for files in memory. */
    public Limits(Duration deadline, int outputBytes, long callsMax) {
        this(deadline, outputBytes, callsMax, TEMPORARY_BYTES);
    }

    public Limits {
        if (deadline.isNegative()
                || deadline.isZero()
                || deadline.compareTo(LONGEST) > 0
                || outputBytes < 0
                || callsMax < 1
                || temporaryBytes < 0
                || temporaryBytes > TEMPORARY_MOST) {
            throw new IllegalArgumentException("limits: %s, %d bytes, %d calls, %d bytes of files"
                    .formatted(deadline, outputBytes, callsMax, temporaryBytes));
        }
    }
}
