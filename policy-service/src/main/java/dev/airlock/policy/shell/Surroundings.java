package dev.airlock.policy.shell;

import dev.airlock.policy.model.Moment;
import dev.airlock.schemas.keys.KeyRing;
import java.time.InstantSource;

/**
 * What every verticle is given.
 *
 * @param wall the wall clock; the monotonic one is the JVM's
 */
record Surroundings(PolicyConfig config, KeyRing ring, InstantSource wall, PolicyMetrics metrics) {
    Moment now() {
        return new Moment(wall.instant(), System.nanoTime());
    }
}
