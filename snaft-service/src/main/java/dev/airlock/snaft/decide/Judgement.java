package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.RuleHit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the rules say of a subject.
 *
 * @param warnings of rules that only warn and were asked before the one that refused
 * @param refusal of the first rule that refuses
 */
public record Judgement(List<RuleHit> warnings, Optional<RuleHit> refusal) {
    /** Everything that was said, in the order in which it was. */
    public List<RuleHit> hits() {
        List<RuleHit> hits = new ArrayList<>(warnings);
        refusal.ifPresent(hits::add);
        return hits;
    }
}
