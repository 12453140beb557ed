package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.Chart;
import dev.airlock.ledger.audit.model.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Endings over time in at most {@link Chart#BARS_MAX} bars, however long the time is: when there would be more, two neighbours become one. For one
 * thread.
 */
final class Timeline {
    /** A bar's width in seconds; each is a whole number of those before it, so that bars can be joined. */
    private static final long[] WIDTHS = {
        1, 5, 10, 30, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 172_800, 345_600, 691_200, 1_382_400
    };

    private final TreeMap<Long, Map<Ending, Long>> bars = new TreeMap<>();
    private int width;

    void add(Instant at, Ending ending) {
        count(Math.floorDiv(at.getEpochSecond(), seconds(width)), ending, 1);
        while (bars.lastKey() - bars.firstKey() >= Chart.BARS_MAX) {
            widen();
        }
    }

    /** Beyond the table a bar doubles; a long holds the width of any span that times have. */
    private static long seconds(int step) {
        return step < WIDTHS.length ? WIDTHS[step] : WIDTHS[WIDTHS.length - 1] << (step - WIDTHS.length + 1);
    }

    private void widen() {
        long before = seconds(width);
        width++;
        long after = seconds(width);
        var narrow = new TreeMap<>(bars);
        bars.clear();
        narrow.forEach((number, endings) ->
                endings.forEach((ending, count) -> count(Math.floorDiv(number * before, after), ending, count)));
    }

    private void count(long number, Ending ending, long more) {
        bars.computeIfAbsent(number, _ -> new EnumMap<>(Ending.class)).merge(ending, more, Long::sum);
    }

    /** Only those in which something happened. */
    List<Chart.Bar> bars() {
        long seconds = seconds(width);
        return bars.entrySet().stream()
                .map(bar -> new Chart.Bar(
                        Instant.ofEpochSecond(bar.getKey() * seconds), Duration.ofSeconds(seconds), bar.getValue()))
                .toList();
    }
}
