package dev.airlock.policy.model;

import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What stands about every scope. Immutable; it changes only by replaying records.
 *
 * <p>It keeps the fleet's, and at most {@link #KEPT_MAX} others. Of those no more than {@link Scope#GUARDED_MAX} are ever guarded (see
 * {@code Hearing}), so that there is always one to forget that restricts nobody.
 *
 * @param scopes by scope, the fleet's first, the others in the order in which they were first heard of
 * @param newest the sequence number of the last posture that counted, of any scope; -1 before the first
 */
public record Standings(SequencedMap<Scope, Standing> scopes, long newest) {
    /** How many scopes besides the fleet are remembered. */
    public static final int KEPT_MAX = 4 * Scope.GUARDED_MAX;

    public Standings {
        scopes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(scopes));
    }

    /** Nobody has said anything yet. */
    public static Standings none() {
        return new Standings(new LinkedHashMap<>(Map.of(Scope.FLEET, Standing.none(Scope.FLEET))), -1);
    }

    /** What stands about {@code scope}. */
    public Standing of(Scope scope) {
        return scopes.getOrDefault(scope, Standing.none(scope));
    }

    /** What stands about the fleet. */
    public Standing fleet() {
        return of(Scope.FLEET);
    }

    /** All that is remembered, the fleet first. */
    public Collection<Standing> all() {
        return scopes.values();
    }

    /** How many scopes besides the fleet are guarded. */
    public long guarded() {
        return all().stream()
                .filter(standing -> !standing.scope().equals(Scope.FLEET) && standing.guarded())
                .count();
    }

    /** The standings once this verdict counts; whether it may is not asked here. */
    public Standings replay(Source source, Verdict verdict) {
        Scope scope = Scope.of(verdict.scope());
        return with(of(scope).replay(source, verdict), newest);
    }

    /** The standings after this posture; the same if it is no newer than the last one that counted. */
    public Standings replay(Posture posture) {
        return posture.sequence() > newest
                ? with(of(Scope.of(posture.scope())).replay(posture), posture.sequence())
                : this;
    }

    private Standings with(Standing standing, long sequence) {
        var next = new LinkedHashMap<>(scopes);
        next.put(standing.scope(), standing);
        if (next.size() > KEPT_MAX + 1) {
            forgettable(next).ifPresent(next::remove);
        }
        return new Standings(next, sequence);
    }

    private static Optional<Scope> forgettable(Map<Scope, Standing> scopes) {
        return scopes.values().stream()
                .filter(one -> !one.scope().equals(Scope.FLEET) && !one.guarded())
                .map(Standing::scope)
                .findFirst();
    }
}
