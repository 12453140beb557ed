package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the posture that a token names is one that policy recorded, said what the token says of it, and held, by the broker's clock, when the intent was decided. A
 * reader may know a posture for a lease longer than it is the newest; a run is judged by the time of its grant, since it may wait for a guest.
 */
public final class PostureCheck {
    private final PostureHistory history;

    /** With the postures of the whole topic. */
    public PostureCheck(PostureHistory history) {
        this.history = history;
    }

    /** What is wrong with it; empty if nothing is. */
    public Optional<AuditFinding> finding(TokenFacts facts) {
        Optional<String> named = facts.ground().postureId();
        if (named.isEmpty()) {
            return finding(facts, FindingKind.UNKNOWN_POSTURE, "it names no posture");
        }
        if (named.get().equals(Effective.FAIL_CLOSED)) {
            return failClosed(facts);
        }
        return history.of(named.get())
                .map(posture -> recorded(facts, posture))
                .orElseGet(() -> finding(
                        facts,
                        FindingKind.UNKNOWN_POSTURE,
                        "its posture " + named.get() + " is none that policy recorded"));
    }

    private static Optional<AuditFinding> failClosed(TokenFacts facts) {
        TokenFacts.Ground ground = facts.ground();
        return ground.posture() == PostureLevel.HARD_QUARANTINE && ground.cause() == Cause.RUNTIME
                ? Optional.empty()
                : finding(
                        facts,
                        FindingKind.WRONG_POSTURE,
                        "it says fail-closed and " + ground.posture() + " caused by " + ground.cause()
                                + "; nobody vouches for anything but a hard quarantine by the runtime then");
    }

    private Optional<AuditFinding> recorded(TokenFacts facts, Posture posture) {
        if (!binds(posture.scope(), facts)) {
            return finding(
                    facts,
                    FindingKind.UNKNOWN_POSTURE,
                    "its posture " + posture.postureId() + " binds " + posture.scope() + " only");
        }
        TokenFacts.Ground ground = facts.ground();
        boolean same = ground.posture() == posture.posture()
                && ground.cause() == posture.cause()
                && ground.verdictId().map(posture.verdictId()::equals).orElse(false);
        if (!same) {
            return finding(
                    facts,
                    FindingKind.WRONG_POSTURE,
                    "it says " + ground.posture() + " caused by " + ground.cause() + " under verdict "
                            + ground.verdictId().orElse("none") + ", but posture " + posture.postureId() + " is "
                            + posture.posture() + " caused by " + posture.cause() + " under " + posture.verdictId());
        }
        return stale(facts, posture);
    }

    private Optional<AuditFinding> stale(TokenFacts facts, Posture posture) {
        Instant decided = facts.times().admitted().orElse(facts.times().made());
        Instant last = facts.ground().interrupted() ? decided : facts.times().made();
        Optional<Instant> replaced = history.replaced(posture.postureId());
        if (replaced.filter(then -> then.plus(PostureHistory.KNOWN_FOR).isBefore(decided))
                .isPresent()) {
            return finding(
                    facts,
                    FindingKind.STALE_POSTURE,
                    "decided at " + decided + " under posture " + posture.postureId() + ", which was replaced at "
                            + replaced.get());
        }
        Optional<Instant> recorded = history.recorded(posture.postureId());
        if (recorded.filter(then -> then.minus(TimeCheck.TOLERANCE).isAfter(last))
                .isPresent()) {
            return finding(
                    facts,
                    FindingKind.STALE_POSTURE,
                    "of " + last + ", before its posture " + posture.postureId() + " was recorded at "
                            + recorded.get());
        }
        boolean unvouched = posture.scope().equals(Posture.FLEET)
                && !history.vouched(posture.postureId(), decided.minus(PostureHistory.KNOWN_FOR), later(last, decided))
                        .orElse(true);
        return unvouched
                ? finding(
                        facts,
                        FindingKind.STALE_POSTURE,
                        "no lease vouched for posture " + posture.postureId() + " between " + decided + " and " + last)
                : Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static boolean binds(String scope, TokenFacts facts) {
        return scope.equals(Posture.FLEET)
                || scope.equals(Scope.session(facts.key().session()).text())
                || facts.ground()
                        .principal()
                        .map(name -> Scope.of(scope).name().equals(name))
                        .orElse(false);
    }

    private static Optional<AuditFinding> finding(TokenFacts facts, FindingKind kind, String text) {
        return Optional.of(AuditFinding.of(kind, facts, text));
    }
}
