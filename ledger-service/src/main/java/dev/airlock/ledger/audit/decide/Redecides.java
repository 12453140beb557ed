package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.util.Set;
import java.util.function.Predicate;

/** Asks the gateway's own rules once more. The ledger knows no gateway; whoever starts an audit hands this in. */
@FunctionalInterface
public interface Redecides {
    /**
     * Decides again.
     *
     * @param screening the intent as it was screened
     * @param past what was decided
     * @param bound what may have bound the intent then; more than one where a posture had just changed. None is never handed in
     * @param usedUp whether the approval of an id was used up before
     */
    Again decide(Screening screening, PastDecision past, Set<Effective> bound, Predicate<String> usedUp);

    /** What it came to. */
    sealed interface Again {
        /** The same. */
        record Agrees() implements Again {}

        /** Another decision; in words, for the finding. */
        record Differs(String text) implements Again {}

        /** It cannot be said, for this reason: a few words, one of few. */
        record Untold(String reason) implements Again {}

        /** No gateway can have decided so: its rules have no answer, for this reason. */
        record Impossible(String why) implements Again {}
    }
}
