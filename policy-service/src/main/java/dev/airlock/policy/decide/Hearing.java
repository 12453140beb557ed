package dev.airlock.policy.decide;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.Signer;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standing;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a verdict counts. It is judged by its own time and the broker's, never by ours, so that a replay years later comes to the same
 * end.
 */
public sealed interface Hearing {
    /** How far a verdict may be ahead of the broker's clock. */
    Duration FUTURE_MAX = Duration.ofSeconds(60);

    /** It counts; the standings with it. */
    record Counts(Standings standings) implements Hearing {}

    /** It was heard before, or is no newer than what stands, by its time and then its id; nothing changes. */
    record Older(String reason) implements Hearing {}

    /** It cannot be true, or its emitter may not say it; it belongs to the dead letters. */
    record Refused(String reason) implements Hearing {}

    /**
     * Hears a verdict whose signature is good.
     *
     * @param standings whose word stands
     * @param emitters who may emit
     * @param signer whose key signed
     * @param appendedAt when the broker took it
     */
    static Hearing of(Standings standings, Emitters emitters, Signer signer, Verdict verdict, Instant appendedAt) {
        Optional<Source> source = emitters.source(verdict.emitter());
        if (source.isEmpty()) {
            return new Refused("emitter " + verdict.emitter() + " of verdict " + verdict.verdictId()
                    + " is not on the list of emitters; list it in policy's setting 'emitters' if it is to be heard");
        }
        if (source.get().signer() != signer) {
            return new Refused("verdict " + verdict.verdictId() + " names emitter " + verdict.emitter()
                    + ", which signs with " + source.get().signer().inWords() + " key, and was signed by "
                    + signer.inWords() + " key");
        }
        if (verdict.timestamp().isAfter(appendedAt.plus(FUTURE_MAX))) {
            return new Refused("verdict " + verdict.verdictId() + " is of " + verdict.timestamp() + " and came at "
                    + appendedAt + "; more than " + FUTURE_MAX.toSeconds() + " s ahead, set its emitter's clock");
        }
        return inScope(standings, source.get(), verdict);
    }

    private static Hearing inScope(Standings standings, Source source, Verdict verdict) {
        Scope scope = Scope.of(verdict.scope());
        if (source == Source.RUNTIME && !scope.equals(Scope.FLEET)) {
            return new Refused("verdict " + verdict.verdictId() + " says how the runtime of " + verdict.scope()
                    + " is; the runtime is the fleet's");
        }
        Standing standing = standings.of(scope);
        if (standing.heard(verdict.verdictId())) {
            return new Older("verdict " + verdict.verdictId() + " was heard before");
        }
        Optional<Verdict> newer = standing.of(source).filter(held -> !newer(verdict, held));
        if (newer.isPresent()) {
            return new Older("verdict " + verdict.verdictId() + " is no newer than "
                    + newer.get().verdictId() + ", which stands");
        }
        boolean another = !scope.equals(Scope.FLEET) && !standing.guarded();
        return another && standings.guarded() >= Scope.GUARDED_MAX
                ? new Refused("verdict " + verdict.verdictId() + " is about " + verdict.scope() + ", and "
                        + Scope.GUARDED_MAX
                        + " agents and sessions are guarded already; end some of them, or guard the fleet")
                : new Counts(standings.replay(source, verdict));
    }

    private static boolean newer(Verdict verdict, Verdict held) {
        int byTime = verdict.timestamp().compareTo(held.timestamp());
        return byTime > 0 || (byTime == 0 && verdict.verdictId().compareTo(held.verdictId()) > 0);
    }
}
