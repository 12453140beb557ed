package dev.airlock.policy.model;

import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Verdict;
import java.util.Optional;

/**
 * Whose word stands, and what was last decided from it. Immutable; it changes only by replaying records, at a start and live alike.
 *
 * @param runtime the observer's newest verdict
 * @param operator the operator's newest verdict
 * @param recorded the posture with the highest sequence number; of two with one number the first
 */
public record Standing(Optional<Verdict> runtime, Optional<Verdict> operator, Optional<Posture> recorded) {
    /** Nobody has said anything yet. */
    public static Standing none() {
        return new Standing(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The newest verdict of {@code source}. */
    public Optional<Verdict> of(Source source) {
        return switch (source) {
            case RUNTIME -> runtime;
            case OPERATOR -> operator;
        };
    }

    /** The standing once this verdict counts; whether it may is not asked here. */
    public Standing replay(Source source, Verdict verdict) {
        return switch (source) {
            case RUNTIME -> new Standing(Optional.of(verdict), operator, recorded);
            case OPERATOR -> new Standing(runtime, Optional.of(verdict), recorded);
        };
    }

    /** The standing after this posture; unchanged if it is for another scope, or no newer than the recorded one. */
    public Standing replay(Posture posture) {
        boolean counts = posture.scope().equals(Posture.FLEET)
                && recorded.map(Posture::sequence).orElse(-1L) < posture.sequence();
        return counts ? new Standing(runtime, operator, Optional.of(posture)) : this;
    }
}
