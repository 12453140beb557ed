package dev.airlock.policy.model;

import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose word stands about one scope, and what was last decided from it. Immutable; it changes only by replaying records, at a start and
 * live alike.
 *
 * @param scope whom it is about
 * @param runtime the observer's newest verdict on the runtime; there is none but for the fleet
 * @param incident the observer's word on incidents, until an operator has ended it
 * @param operator the operator's newest verdict
 * @param superseded the ids of the last verdicts that stood before those, newest first, at most {@link #SUPERSEDED_MAX}
 * @param recorded the newest posture
 */
public record Standing(
        Scope scope,
        Optional<Verdict> runtime,
        Optional<Verdict> incident,
        Optional<Verdict> operator,
        List<String> superseded,
        Optional<Posture> recorded) {
    /** How far another policy process may be behind in its verdicts and still be understood. */
    public static final int SUPERSEDED_MAX = 64;

    public Standing {
        superseded = List.copyOf(superseded);
    }

    /** Nobody has said anything about {@code scope} yet. */
    public static Standing none(Scope scope) {
        return new Standing(scope, Optional.empty(), Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }

    /** What stands of {@code source}. */
    public Optional<Verdict> of(Source source) {
        return switch (source) {
            case RUNTIME -> runtime;
            case INCIDENT -> incident;
            case OPERATOR -> operator;
        };
    }

    /**
     * The standing once this verdict counts; whether it may is not asked here. An operator's ends the incident's that was made before
     * it; an incident's word is never softened by another one.
     */
    public Standing replay(Source source, Verdict verdict) {
        return switch (source) {
            case RUNTIME -> new Standing(scope, Optional.of(verdict), incident, operator, before(runtime), recorded);
            case INCIDENT ->
                incident.filter(held -> held.snaftPosture().compareTo(verdict.snaftPosture()) > 0)
                        .map(held -> new Standing(
                                scope, runtime, incident, operator, before(Optional.of(verdict)), recorded))
                        .orElseGet(() -> new Standing(
                                scope, runtime, Optional.of(verdict), operator, before(incident), recorded));
            case OPERATOR -> {
                Optional<Verdict> ended =
                        incident.filter(held -> held.timestamp().isBefore(verdict.timestamp()));
                yield new Standing(
                        scope,
                        runtime,
                        ended.isPresent() ? Optional.empty() : incident,
                        Optional.of(verdict),
                        Stream.concat(ended.map(Verdict::verdictId).stream(), before(operator).stream())
                                .limit(SUPERSEDED_MAX)
                                .toList(),
                        recorded);
            }
        };
    }

    private List<String> before(Optional<Verdict> replaced) {
        return Stream.concat(replaced.map(Verdict::verdictId).stream(), superseded.stream())
                .limit(SUPERSEDED_MAX)
                .toList();
    }

    /** The standing after this posture of its scope. */
    Standing replay(Posture posture) {
        return new Standing(scope, runtime, incident, operator, superseded, Optional.of(posture));
    }

    /** Whether the verdict of this id stands, or stood not long ago. */
    public boolean heard(String verdictId) {
        return superseded.contains(verdictId)
                || Stream.of(runtime, incident, operator)
                        .flatMap(Optional::stream)
                        .anyMatch(verdict -> verdict.verdictId().equals(verdictId));
    }

    /** Whether anybody's word, or the posture recorded last, restricts the scope. */
    public boolean guarded() {
        return incident.isPresent()
                || operator.filter(Stance::restricts).isPresent()
                || recorded.filter(posture -> !posture.open()).isPresent();
    }
}
