package dev.airlock.policy.decide;

import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.RuntimeMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the recorded posture may be vouched for now. A lease never outlives the pulses behind it: it ends when the posture's runtime
 * would count as lost, so that one timeout after the last pulse every reader has closed by himself, even if policy is dead by then. No
 * lease closes the readers; so whatever is in doubt here gives none.
 */
public final class Leases {
    /** The finest that a lease's times can tell. */
    private static final Duration MICRO = Duration.ofNanos(1_000);

    private Leases() {}

    /**
     * The lease to publish, of the fleet's posture; none while no posture is recorded, while what stands about any scope asks for another
     * posture than the recorded one, and while no
     * executor carries the posture's runtime mode (nothing is needed to carry {@code offline}).
     *
     * @param board the pulses as policy itself hears them, not as the observer told them
     * @param ttl the longest that a lease may be
     */
    public static Optional<Lease> decide(Standings standings, PulseBoard board, Moment now, Duration ttl) {
        return standings
                .fleet()
                .recorded()
                .filter(posture ->
                        Ladder.decide(standings, now.wall(), "unused").isEmpty())
                .flatMap(posture -> lease(posture, now, length(posture, board, now, ttl)))
                .map(lease -> lease.asking(standings.newest()));
    }

    private static Duration length(Posture posture, PulseBoard board, Moment now, Duration ttl) {
        if (posture.runtimeMode() == RuntimeMode.OFFLINE) {
            return ttl;
        }
        Duration carried = Observer.carries(board, posture.runtimeMode(), now.nanos());
        return carried.compareTo(ttl) < 0 ? carried : ttl;
    }

    private static Optional<Lease> lease(Posture posture, Moment now, Duration length) {
        Instant end = now.wall().plus(length);
        return length.compareTo(MICRO) < 0
                ? Optional.empty()
                : Optional.of(new Lease(posture.scope(), posture.postureId(), posture.sequence(), now.wall(), end));
    }
}
