package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Lane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether what a signer says of time can be: a token is made after what it tells of, and recorded when it is made; so is what a gateway or policy decides.
 * That a token follows its parent is the chain's.
 */
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
                        after(facts.place(), Optional.of(facts.token()), "made", made, facts.appended()).stream())
                .flatMap(all -> all)
                .toList();
    }

    /** Of a refusal both times are the gateway's own, and one moment; an executor's tokens name when somebody else had decided. */
    private static Stream<AuditFinding> beforeItsRecord(TokenFacts facts, Instant made) {
        if (facts.link().lane() != Lane.BUS) {
            return Stream.empty();
        }
        Optional<String> token = Optional.of(facts.token());
        return before(facts.place(), token, "made", made, facts.appended())
                .or(() -> facts.gatewayRefuses()
                        ? facts.times()
                                .admitted()
                                .flatMap(time -> before(facts.place(), token, "decided", time, facts.appended()))
                        : Optional.empty())
                .stream();
    }

    /** What cannot be of a gateway's decision that was appended when it was made. */
    public static Optional<AuditFinding> finding(PastDecision decision) {
        return finding(decision.place(), decision.token(), decision.at(), decision.appended());
    }

    /**
     * What cannot be of something that was decided, and appended at once.
     *
     * @param decided in its signer's words
     * @param appended when the broker took it
     */
    public static Optional<AuditFinding> finding(
            RecordPlace place, Optional<String> token, Instant decided, Instant appended) {
        return before(place, token, "decided", decided, appended)
                .or(() -> after(place, token, "decided", decided, appended));
    }

    private static Optional<AuditFinding> before(
            RecordPlace place, Optional<String> token, String what, Instant said, Instant appended) {
        return said.isBefore(appended.minus(RECORDING_MAX))
                ? Optional.of(new AuditFinding(
                        FindingKind.BACK_DATED,
                        place,
                        token,
                        what + " at " + said + ", and recorded only at " + appended))
                : Optional.empty();
    }

    private static Optional<AuditFinding> after(
            RecordPlace place, Optional<String> token, String what, Instant said, Instant appended) {
        return said.isAfter(appended.plus(TOLERANCE))
                ? Optional.of(new AuditFinding(
                        FindingKind.POST_DATED,
                        place,
                        token,
                        what + " at " + said + ", and recorded at " + appended + " already"))
                : Optional.empty();
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
