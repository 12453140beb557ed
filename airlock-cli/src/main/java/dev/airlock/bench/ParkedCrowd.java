package dev.airlock.bench;

import dev.airlock.executor.pool.Answer;
import dev.airlock.executor.pool.PoolCounters;
import dev.airlock.executor.pool.PoolCounters.Count;
import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.pool.SlotPool;
import dev.airlock.executor.sandbox.ParkedGuest;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many parked guests of one snapshot, each on its own thread as in an executor. Each has a pool of its own, since a pool wakes the guest that
 * was used last, which here would be the same one for ever.
 */
final class ParkedCrowd implements AutoCloseable {
    private static final PoolLimits ONE = new PoolLimits(1, 1, 1, Duration.ofHours(1), Integer.MAX_VALUE, 0);
    /** Guests in the making: hundreds would keep one another from passing their self-tests in time. */
    private static final int AT_ONCE = 8;

    private static final long ASLEEP_NANOS = 200_000;
    private static final long LOOK_NANOS = 20_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Snapshot snapshot;
    private final PoolCounters counters = new PoolCounters();
    private final List<SlotPool> pools = new ArrayList<>();

    ParkedCrowd(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    int size() {
        return pools.size();
    }

    /** Parks more, or puts some away, until there are so many, all of them warm. */
    void become(int guests) throws BenchFailed {
        while (pools.size() > guests) {
            pools.removeLast().close();
        }
        while (pools.size() < guests) {
            String name = "airlock-bench-guest-" + pools.size();
            pools.add(new SlotPool(() -> ParkedGuest.of(snapshot), ONE, counters, name));
            if (pools.size() >= AT_ONCE) {
                awaitWarm(pools.get(pools.size() - AT_ONCE));
            }
        }
        for (SlotPool pool : pools) {
            awaitWarm(pool);
        }
    }

    private void awaitWarm(SlotPool pool) throws BenchFailed {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (pool.warm() == 0) {
            if (counters.count(Count.STILLBORN) > 0 || System.nanoTime() > end) {
                throw new BenchFailed(
                        "of " + pools.size() + " guests " + counters.count(Count.STILLBORN)
                                + " could not be made (see the log)",
                        "airlock doctor");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * Runs a payload in the guest whose turn it is, each in its order.
     *
     * @return microseconds from the request to the guest's first exit
     */
    double wake(int turn, byte[] payload) throws BenchFailed {
        SlotPool pool = pools.get(turn % pools.size());
        LockSupport.parkNanos(ASLEEP_NANOS);
        FirstExit exit = new FirstExit();
        long start = System.nanoTime();
        Answer answer = pool.run(RunInput.of(payload), GuestRows.LIMITS, exit);
        if (!(answer instanceof Answer.Ran ran)) {
            throw new BenchFailed("a guest did not run: " + answer, "airlock doctor");
        }
        GuestRows.check(ran.trace());
        awaitWarm(pool);
        return GuestRows.micros(start, exit.nanos());
    }

    @Override
    public void close() {
        pools.forEach(SlotPool::close);
    }
}
