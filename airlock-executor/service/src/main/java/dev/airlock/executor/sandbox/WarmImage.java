package dev.airlock.executor.sandbox;

import dev.airlock.executor.pool.PoolLimits;
import dev.airlock.executor.pool.PoolMetrics;
import dev.airlock.executor.pool.SlotPool;
import dev.airlock.microvm.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An image warmed up in one size: its snapshot, and the guests that stand where the snapshot does.
 *
 * @param snapshot closed after the pool
 * @param pool of its guests
 */
record WarmImage(Snapshot snapshot, SlotPool pool) implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarmImage.class);

    static WarmImage of(Snapshot snapshot, PoolLimits limits, PoolMetrics metrics) {
        String name = "airlock-guest-" + snapshot.digest().substring("sha256:".length(), "sha256:".length() + 8);
        return new WarmImage(snapshot, new SlotPool(() -> ParkedGuest.of(snapshot), limits, metrics, name));
    }

    @Override
    public void close() {
        if (pool.end()) {
            snapshot.close();
        } else {
            LOG.warn("snapshot={} is left to the end of the process: its guests did not end", snapshot.digest());
        }
    }
}
