package dev.airlock.microvm.files;

import java.util.concurrent.TimeUnit;

/**
 * The three times of a file, nanoseconds since 1970-01-01T00:00:00Z.
 *
 * @param accessed last read
 * @param modified last change of the content
 * @param changed last change of content or attributes
 */
public record Times(long accessed, long modified, long changed) {
    /** All three the same. */
    public static Times all(long nanos) {
        return new Times(nanos, nanos, nanos);
    }

    static Times ofSeconds(long seconds) {
        return all(TimeUnit.SECONDS.toNanos(seconds));
    }
}
