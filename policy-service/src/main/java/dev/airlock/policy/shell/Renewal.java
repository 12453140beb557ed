package dev.airlock.policy.shell;

import dev.airlock.policy.model.Moment;
import dev.airlock.schemas.model.Lease;
import java.time.Duration;

/** When the next lease is to be published: regularly, and at once for a new posture; never a second one while the first is on its way. */
final class Renewal {
    private final Duration every;
    private String postureId = "";
    private long atNanos;
    private boolean underway;

    Renewal(Duration every) {
        this.every = every;
    }

    boolean due(Lease lease, Moment now) {
        boolean old = now.nanos() - atNanos >= every.toNanos();
        return !underway && (old || !lease.postureId().equals(postureId));
    }

    void begun(Lease lease, Moment now) {
        postureId = lease.postureId();
        atNanos = now.nanos();
        underway = true;
    }

    void done() {
        underway = false;
    }
}
