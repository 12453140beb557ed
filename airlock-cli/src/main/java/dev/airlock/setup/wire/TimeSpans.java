package dev.airlock.setup.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as systemd prints them, {@code 1min 30s}. Source: systemd.time(7), "Parsing Time Spans". */
public final class TimeSpans {
    /** Longer than anybody waits. */
    public static final Duration INFINITY = Duration.ofDays(1);

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\.\\d{1,6})?(us|ms|s|min|h|d|w|month|y)");
    private static final Map<String, Duration> UNITS = Map.of(
            "us", Duration.ofNanos(1_000),
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "min", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7),
            "month", Duration.ofSeconds(2_629_800),
            "y", Duration.ofSeconds(31_557_600));

    private TimeSpans() {}

    /** Never more than {@link #INFINITY}, and without fractions of a unit; empty if it is no duration. */
    public static Optional<Duration> read(String text) {
        if (text.equals("infinity")) {
            return Optional.of(INFINITY);
        }
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Duration sum = Duration.ZERO;
        for (String word : text.strip().split("\\s+", -1)) {
            Matcher part = PART.matcher(word);
            if (!part.matches()) {
                return Optional.empty();
            }
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return Optional.of(sum.compareTo(INFINITY) > 0 ? INFINITY : sum);
    }
}
