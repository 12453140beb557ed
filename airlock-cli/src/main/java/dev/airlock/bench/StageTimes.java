package dev.airlock.bench;

import dev.airlock.lane.shell.Stage;
import dev.airlock.lane.shell.Timing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps what a lane tells of its stages, as long as few enough come. Any thread. */
final class StageTimes implements Timing {
    private static final int KEPT_MAX = 100_000;

    private final Map<Stage, Queue<Long>> nanos = new EnumMap<>(Stage.class);
    private volatile int left;

    StageTimes() {
        for (Stage stage : Stage.values()) {
            nanos.put(stage, new ConcurrentLinkedQueue<>());
        }
    }

    @Override
    public void took(Stage stage, long time) {
        if (left > 0) {
            nanos.get(stage).add(time);
            if (stage == Stage.JOURNAL) {
                ended();
            }
        }
    }

    private synchronized void ended() {
        left--;
    }

    /** Forgets what there is, and keeps the next ones. */
    synchronized void reset() {
        nanos.values().forEach(Queue::clear);
        left = KEPT_MAX;
    }

    List<Double> millis(Stage stage) {
        return nanos.get(stage).stream().map(time -> time / 1e6).toList();
    }
}
