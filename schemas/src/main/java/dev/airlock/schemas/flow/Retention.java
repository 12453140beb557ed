package dev.airlock.schemas.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long a topic is kept.
 *
 * @param age the greatest age of a record; empty means for ever
 * @param bytesMax the greatest size of a partition in bytes; empty means unbounded
 * @param compacted whether only the newest record of a key is kept
 */
public record Retention(Optional<Duration> age, OptionalLong bytesMax, boolean compacted) {
    public Retention {
        if (age.isPresent() && !age.get().isPositive()) {
            throw new IllegalArgumentException("a retention of " + age.get() + " keeps nothing");
        }
    }

    static Retention forever() {
        return new Retention(Optional.empty(), OptionalLong.empty(), false);
    }

    static Retention hours(int hours) {
        return new Retention(Optional.of(Duration.ofHours(hours)), OptionalLong.empty(), false);
    }

    static Retention days(int days) {
        return new Retention(Optional.of(Duration.ofDays(days)), OptionalLong.empty(), false);
    }

    static Retention compacted(int days) {
        return new Retention(Optional.of(Duration.ofDays(days)), OptionalLong.empty(), true);
    }

    Retention andAtMost(long bytes) {
        return new Retention(age, OptionalLong.of(bytes), compacted);
    }
}
