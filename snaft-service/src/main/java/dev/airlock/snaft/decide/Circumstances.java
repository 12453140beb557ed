package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.PostureLevel;
import java.util.Optional;

/**
 * What a screening knows besides the intent. It is taken once, at the beginning: no screening sees half of one set and half of the next.
 *
 * @param custom the operators' set in force
 * @param posture under which posture the caller is; empty if nobody vouches for one
 * @param trustPercent how far the caller is trusted, 0 to 100
 * @param read whether all sets of operators were read, and are known to have been lately; while not, only who belongs to the machine comes in
 */
public record Circumstances(CustomRules custom, Optional<PostureLevel> posture, int trustPercent, boolean read) {
    /** Where no operator has said anything and nobody has a history. */
    public static final Circumstances NONE =
            new Circumstances(CustomRules.NONE, Optional.empty(), TrustScore.UNKNOWN.percent(), true);
}
