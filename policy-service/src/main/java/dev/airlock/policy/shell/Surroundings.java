package dev.airlock.policy.shell;

import dev.airlock.policy.model.Moment;
import dev.airlock.schemas.keys.KeyRing;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What every verticle is given.
 *
 * @param wall the wall clock; the monotonic one is the JVM's
 * @param inboxes all that were opened
 */
record Surroundings(
        PolicyConfig config, KeyRing ring, InstantSource wall, PolicyMetrics metrics, Queue<Inbox> inboxes) {
    /** Without any inbox yet. */
    Surroundings(PolicyConfig config, KeyRing ring, InstantSource wall, PolicyMetrics metrics) {
        this(config, ring, wall, metrics, new ConcurrentLinkedQueue<>());
    }

    /** Why one of the inboxes reads nothing any more, until policy is started anew; empty while all do. Any thread. */
    Optional<Throwable> broken() {
        return inboxes.stream().flatMap(inbox -> inbox.broken().stream()).findFirst();
    }

    Moment now() {
        return new Moment(wall.instant(), System.nanoTime());
    }
}
