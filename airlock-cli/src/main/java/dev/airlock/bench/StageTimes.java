package dev.airlock.bench;

import dev.airlock.lane.shell.Stage;
import dev.airlock.lane.shell.Timing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Keeps what a lane tells of its stages, as long as few enough come. In arrays that are there from the beginning, so that the collector of the node that is
 * measured has nothing of it to copy. Any thread.
 */
final class StageTimes implements Timing {
    private static final int KEPT_MAX = 100_000;

    private final Map<Stage, Kept> stages = new EnumMap<>(Stage.class);

    StageTimes() {
        for (Stage stage : Stage.values()) {
            stages.put(stage, new Kept(new AtomicLongArray(KEPT_MAX), new AtomicInteger(KEPT_MAX)));
        }
    }

    /** @param next where the next one goes; {@link #KEPT_MAX} or beyond, nowhere */
    private record Kept(AtomicLongArray nanos, AtomicInteger next) {
        void add(long time) {
            if (next.get() < KEPT_MAX) {
                int place = next.getAndIncrement();
                if (place < KEPT_MAX) {
                    nanos.set(place, time);
                }
            }
        }
    }

    @Override
    public void took(Stage stage, long time) {
        stages.get(stage).add(time);
    }

    /** Forgets what there is, and keeps the next ones. */
    void reset() {
        stages.values().forEach(kept -> kept.next().set(0));
    }

    List<Double> millis(Stage stage) {
        Kept kept = stages.get(stage);
        return IntStream.range(0, Math.min(kept.next().get(), KEPT_MAX))
                .mapToObj(place -> kept.nanos().get(place) / 1e6)
                .toList();
    }
}
