package dev.airlock.gateway.model;

import java.time.Duration;

/**
 * What one run may have at most, and for how long its grant counts.
 *
 * @param timeoutDefault the deadline of a run that asks for none; whole milliseconds
 * @param timeoutMax the longest deadline that may be asked for, at most one hour
 * @param outputBytesMax most bytes of standard output and error together, at most 1 MiB
 * @param grantTtl how long a grant may wait to be redeemed
 */
public record Limits(Duration timeoutDefault, Duration timeoutMax, int outputBytesMax, Duration grantTtl) {
    private static final Duration HOUR = Duration.ofHours(1);

    public Limits {
        within("timeout_default", timeoutDefault, timeoutMax);
        within("timeout_max", timeoutMax, HOUR);
        if (outputBytesMax < 0 || outputBytesMax > 1 << 20) {
            throw new IllegalArgumentException("output_bytes_max is " + outputBytesMax + "; it must be 0 to 1048576");
        }
        within("grant_ttl", grantTtl, HOUR);
    }

    private static void within(String name, Duration value, Duration max) {
        if (value.toMillis() < 1 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(
                    name + " is " + value.toMillis() + " ms; it must be 1 to " + max.toMillis());
        }
    }
}
