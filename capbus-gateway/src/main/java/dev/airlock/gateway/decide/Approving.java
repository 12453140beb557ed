package dev.airlock.gateway.decide;

import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;
import java.util.Optional;

/** Who knows whether an operator has approved an intent. It is asked only where an approval would let the intent run. */
@FunctionalInterface
public interface Approving {
    /** Nothing is ever approved. */
    Approving NOTHING = (_, _, _) -> new Answer.Not(Optional.empty());

    /**
     * Whether an approval of this very intent counts.
     *
     * @param posture what binds the intent now
     */
    Answer on(Screening screening, Effective posture, Instant now);

    /** What there is to say. */
    sealed interface Answer {
        /** This approval counts; the order that is made with it uses it up. */
        record By(Approval approval) implements Answer {}

        /** None counts; the reason why one that was meant does not, if there is one. */
        record Not(Optional<String> why) implements Answer {}
    }
}
