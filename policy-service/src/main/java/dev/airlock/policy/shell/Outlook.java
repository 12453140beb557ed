package dev.airlock.policy.shell;

import dev.airlock.policy.decide.Observer;
import dev.airlock.policy.model.Moment;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.posture.Approach;
import dev.airlock.schemas.posture.PostureView;
import dev.airlock.schemas.posture.Precheck;

/**
 * What policy's operator is told of the road: who could run programs, and whether callers from outside are let in. It is judged when somebody asks, by
 * the rules of those who read the postures, so that pulses and leases grow old here as they do there, even if policy itself is stuck. Told on
 * policy's context, asked by any thread.
 */
final class Outlook {
    /** Whoever is let in last: external AI, with a key that is trusted, for a program in a sandbox. */
    private static final Approach STRANGER = Approach.sandboxed(Origin.EXTERNAL_AI, true, "code:execute");

    private volatile PulseBoard board;
    private volatile PostureView view = PostureView.unknown();

    /** @param board nobody has been heard yet */
    Outlook(PulseBoard board) {
        this.board = board;
    }

    /** The pulses, as policy itself hears them. */
    void hears(PulseBoard newer) {
        board = newer;
    }

    /** A posture is on the bus. */
    void records(Posture posture) {
        view = view.replay(posture);
    }

    /**
     * A lease is on the bus.
     *
     * @param issued when it was made, which is no later than when it gets to anybody
     */
    void vouches(Lease lease, Moment issued) {
        view = view.replay(lease, issued.nanos());
    }

    /** How many executors could begin with an order now. */
    int executorsReady(Moment now) {
        return Observer.executorsReady(board, now.nanos());
    }

    /** Whether the posture of the fleet lets everybody in who has a key, and somebody vouches for it now. */
    boolean externalOpen(Moment now) {
        return Precheck.refusal(view.current(now.wall(), now.nanos()), STRANGER).isEmpty();
    }
}
