package dev.airlock.policy.model;

import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose word stands, and what was last decided from it. Immutable; it changes only by replaying records, at a start and live alike.
 *
 * @param runtime the observer's newest verdict
 * @param operator the operator's newest verdict
 * @param superseded the ids of the last verdicts that stood before those, newest first, at most {@link #SUPERSEDED_MAX}
 * @param recorded the posture with the highest sequence number; of two with one number the first
 */
public record Standing(
        Optional<Verdict> runtime, Optional<Verdict> operator, List<String> superseded, Optional<Posture> recorded) {
    /** How far another policy process may be behind in its verdicts and still be understood. */
    public static final int SUPERSEDED_MAX = 64;

    public Standing {
        superseded = List.copyOf(superseded);
    }

    /** Nobody has said anything yet. */
    public static Standing none() {
        return new Standing(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
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
        List<String> before = Stream.concat(of(source).map(Verdict::verdictId).stream(), superseded.stream())
                .limit(SUPERSEDED_MAX)
                .toList();
        return switch (source) {
            case RUNTIME -> new Standing(Optional.of(verdict), operator, before, recorded);
            case OPERATOR -> new Standing(runtime, Optional.of(verdict), before, recorded);
        };
    }

    /** The standing after this posture; unchanged if it is for another scope, or no newer than the recorded one. */
    public Standing replay(Posture posture) {
        boolean counts = posture.scope().equals(Posture.FLEET)
                && recorded.map(Posture::sequence).orElse(-1L) < posture.sequence();
        return counts ? new Standing(runtime, operator, superseded, Optional.of(posture)) : this;
    }

    /** Whether the verdict of this id stands, or stood not long ago. */
    public boolean heard(String verdictId) {
        return superseded.contains(verdictId)
                || Stream.of(runtime, operator).flatMap(Optional::stream).anyMatch(verdict -> verdict.verdictId()
                        .equals(verdictId));
    }
}
