package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Whether a token's times can be: it is made after what it tells of, and recorded when it is made. That it follows its parent is the chain's. */
public final class TimeCheck {
    /** How far clocks may disagree before it is a finding; four times what the road allows them. */
    public static final Duration TOLERANCE = Duration.ofSeconds(1);
    /**
     * How long before its record a token of the bus may be made: a transaction takes 3 s at most, and one that fails is sealed anew. The fast lane
     * records what its journal held, however old.
     */
    public static final Duration RECORDING_MAX = Duration.ofMinutes(1);

    private TimeCheck() {}

    /** What cannot be. */
    public static List<AuditFinding> findings(TokenFacts facts) {
        Instant made = facts.times().made();
        return Stream.of(
                        beforeWhatItTells(facts, made),
                        beforeItsRecord(facts, made),
                        made.isAfter(facts.appended().plus(TOLERANCE))
                                ? Stream.of(AuditFinding.of(
                                        FindingKind.POST_DATED,
                                        facts,
                                        "made at " + made + ", and recorded at " + facts.appended() + " already"))
                                : Stream.<AuditFinding>empty())
                .flatMap(all -> all)
                .toList();
    }

    private static Stream<AuditFinding> beforeItsRecord(TokenFacts facts, Instant made) {
        boolean late = facts.link().lane() == Lane.BUS
                && made.isBefore(facts.appended().minus(RECORDING_MAX));
        return late
                ? Stream.of(AuditFinding.of(
                        FindingKind.BACK_DATED,
                        facts,
                        "made at " + made + ", and recorded only at " + facts.appended()))
                : Stream.empty();
    }

    /** An intent's own time is its caller's word, and callers' clocks are not ours. */
    private static Stream<AuditFinding> beforeWhatItTells(TokenFacts facts, Instant made) {
        TokenFacts.Times times = facts.times();
        return Stream.of(times.admitted(), times.started(), times.ended())
                .flatMap(time -> time.stream())
                .filter(time -> made.isBefore(time.minus(TOLERANCE)))
                .map(time -> AuditFinding.of(
                        FindingKind.BACK_DATED, facts, "made at " + made + ", before " + time + ", of which it tells"))
                .limit(1);
    }
}
