package dev.airlock.microvm;

import dev.airlock.linux.ThreadKick;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread that kicks guests whose time is over. */
final class Deadlines implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("airlock-deadlines").daemon().unstarted(task));

    Deadlines() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A kick that comes {@code nanos} from now unless it is cancelled before. */
    Future<?> arm(ThreadKick kick, long nanos) {
        return timer.schedule(kick::fire, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
