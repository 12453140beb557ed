package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.PostureLevel;
import java.util.Optional;

/**
 * What a screening knows besides the intent. It is taken once, at the beginning: no screening sees half of one set and half of the next.
 *
 * @param custom the operators' set in force
 * @param posture under which posture the caller is; empty if nobody vouches for one
 * @param trustPercent how far the caller is trusted, 0 to 100
 */
public record Circumstances(CustomRules custom, Optional<PostureLevel> posture, int trustPercent) {
    /** Where no operator has said anything and nobody has a history. */
    public static final Circumstances NONE =
            new Circumstances(CustomRules.NONE, Optional.empty(), Screener.TRUST_INITIAL_PERCENT);
}
