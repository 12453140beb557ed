package dev.airlock.policy.decide;

import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standing;
import dev.airlock.schemas.model.Verdict;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a verdict counts. It is judged by its own time and the broker's, never by ours, so that a replay years later comes to the same
 * end.
 */
public sealed interface Hearing {
    /** How far a verdict may be ahead of the broker's clock. */
    Duration FUTURE_MAX = Duration.ofSeconds(60);

    /** It counts; the standing with it. */
    record Counts(Standing standing) implements Hearing {}

    /** It is no newer than what stands, by its time and then its id; nothing changes. */
    record Older(String reason) implements Hearing {}

    /** It cannot be true and belongs to the dead letters. */
    record Refused(String reason) implements Hearing {}

    /**
     * Hears a verdict.
     *
     * @param standing whose word stands
     * @param source who signed it
     * @param appendedAt when the broker took it
     */
    static Hearing of(Standing standing, Source source, Verdict verdict, Instant appendedAt) {
        if (verdict.timestamp().isAfter(appendedAt.plus(FUTURE_MAX))) {
            return new Refused("verdict " + verdict.verdictId() + " is of " + verdict.timestamp() + " and came at "
                    + appendedAt + "; more than " + FUTURE_MAX.toSeconds() + " s ahead, set its emitter's clock");
        }
        return standing.of(source)
                .filter(held -> !newer(verdict, held))
                .<Hearing>map(held -> new Older(
                        "verdict " + verdict.verdictId() + " is no newer than " + held.verdictId() + ", which stands"))
                .orElseGet(() -> new Counts(standing.replay(source, verdict)));
    }

    private static boolean newer(Verdict verdict, Verdict held) {
        int byTime = verdict.timestamp().compareTo(held.timestamp());
        return byTime > 0 || (byTime == 0 && verdict.verdictId().compareTo(held.verdictId()) > 0);
    }
}
