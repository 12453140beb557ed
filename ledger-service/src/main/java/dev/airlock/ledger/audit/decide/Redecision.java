package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.PastRun;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Whom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Decides the decisions of one partition again, intent by intent: of each all orders are handed in first, then its tokens, then its screenings, each in
 * the order of their records; then those of the next intent. Memory: one decision, whatever the partition holds. For one thread.
 */
public final class Redecision {
    /** Why a decision cannot be made again. */
    public static final String FAST_LANE = "the fast lane keeps no screenings";

    public static final String NO_ORDER = "its order is not held any more";
    public static final String NO_SCREENING = "its screening is not held any more, or it never had one";
    public static final String NO_POSTURE = "its posture is not recorded";

    /** Orders and screenings are kept for a week; who lay longer than a day for want of an executor is not told from who never was. */
    private static final Duration LAIN_MOST = Duration.ofDays(1);

    private final PostureHistory postures;
    private final Redecides gateway;
    private final UsedUp usedUp;
    private final Consumer<AuditFinding> findings;
    private final Held held;
    private final Map<String, Long> untold = new HashMap<>();
    private Optional<IntentKey> current = Optional.empty();
    private Optional<PastDecision> open = Optional.empty();
    private boolean done;
    private long agreed;
    private long disagreed;

    /**
     * What must still be there.
     *
     * @param screeningsSince no screening that was appended then or later has been deleted
     * @param ordersSince no order that was appended then or later has been deleted
     */
    public record Held(Instant screeningsSince, Instant ordersSince) {}

    /** @param usedUp what all orders of the partition redeemed */
    public Redecision(
            PostureHistory postures, Redecides gateway, UsedUp usedUp, Held held, Consumer<AuditFinding> findings) {
        this.postures = postures;
        this.gateway = gateway;
        this.usedUp = usedUp;
        this.held = held;
        this.findings = findings;
    }

    /**
     * What an order decided.
     *
     * @param appended when the broker took it
     */
    public static PastDecision admission(RecordPlace place, Instant appended, Order order) {
        return new PastDecision(
                place,
                Optional.empty(),
                order.key(),
                order.intentHash(),
                order.grant().postureId(),
                order.grant().issuedAt(),
                appended,
                new PastDecision.Word.Admitted(terms(order)));
    }

    /** What a gateway's refusal decided; empty if the token is none of a gateway that refuses. */
    public static Optional<PastDecision> refusal(TokenFacts facts) {
        return facts.gatewayRefuses()
                ? Optional.of(new PastDecision(
                        facts.place(),
                        Optional.of(facts.token()),
                        facts.key(),
                        facts.attached().intentHash(),
                        facts.ground().postureId().orElse(Effective.FAIL_CLOSED),
                        facts.times().admitted().orElse(facts.times().made()),
                        facts.appended(),
                        new PastDecision.Word.Refused(facts.refusal().orElseThrow(), facts.reason())))
                : Optional.empty();
    }

    /** What any other token of the bus tells. */
    public static PastRun run(TokenFacts facts) {
        return new PastRun(
                facts.place(),
                facts.token(),
                facts.key(),
                facts.appended(),
                facts.attached().intentHash(),
                facts.times().admitted(),
                facts.attached().grantId(),
                facts.refusal().isPresent());
    }

    private void at(IntentKey key) {
        if (current.filter(key::equals).isEmpty()) {
            close();
            current = Optional.of(key);
        }
    }

    /** An admission; of one intent the first order counts, and no other may say anything else. */
    public void order(PastDecision admission) {
        at(admission.key());
        TimeCheck.finding(admission).ifPresent(findings);
        if (open.isEmpty()) {
            open = Optional.of(admission);
        } else if (!open.get().word().equals(admission.word())) {
            disagree(
                    admission.place(),
                    admission.token(),
                    "it orders " + admission.key().text() + " on other terms than the order at "
                            + open.get().place());
        }
    }

    /** A gateway's refusal. That its times can be is asked of every token. */
    public void refused(PastDecision refusal) {
        at(refusal.key());
        if (open.isPresent()) {
            RecordPlace before = open.get().place();
            disagree(
                    refusal.place(),
                    refusal.token(),
                    open.get().word() instanceof PastDecision.Word.Admitted
                            ? "it refuses what the order at " + before + " admitted"
                            : "it refuses what the record at " + before + " has refused");
            return;
        }
        open = Optional.of(refusal);
        if (refusal.appended().isBefore(held.screeningsSince())) {
            done = true;
            untold(NO_SCREENING, 1);
        }
    }

    /** Whether what ran had been admitted. */
    public void ran(PastRun run) {
        at(run.key());
        if (open.isEmpty() && !run.refused() && mustBeHeld(run.appended(), held.ordersSince())) {
            disagree(
                    run, "it tells of a run that no gateway has ordered: there is no order with a gateway's signature");
        } else if (open.isEmpty()) {
            untold(NO_ORDER, 1);
        } else if (!(open.get().word() instanceof PastDecision.Word.Admitted(Order terms))) {
            disagree(run, "it tells of a run that the record at " + open.get().place() + " refused");
        } else {
            otherThanOrdered(run, terms).ifPresent(text -> disagree(run, text));
        }
    }

    /** A token repeats its order's grant and its time, by which its posture is judged; and a program runs only if it is what was ordered. */
    private Optional<String> otherThanOrdered(PastRun run, Order terms) {
        String order = ", and the order at " + open.orElseThrow().place();
        String grant = terms.grant().grantId();
        Instant issued = terms.grant().issuedAt();
        return run.grantId()
                .filter(id -> !id.equals(grant))
                .map(id -> "it redeemed " + id + order + " gives " + grant)
                .or(() -> run.admitted()
                        .filter(time -> !time.equals(issued))
                        .map(time -> "it says that it was admitted at " + time + order + " was given at " + issued))
                .or(() -> Optional.of(run.intentHash())
                        .filter(hash -> !run.refused() && !hash.equals(terms.intentHash()))
                        .map(hash -> "it is of the intent " + hash + order + " of " + terms.intentHash()));
    }

    /** A screening: its first record in the partition is the one that was decided. */
    public void screening(Screening screening) {
        at(screening.key());
        Optional<PastDecision> past =
                open.filter(one -> !done && one.intentHash().equals(screening.intentHash()));
        if (past.isPresent()) {
            done = true;
            decide(screening, past.get());
        }
    }

    private void decide(Screening screening, PastDecision past) {
        switch (again(screening, past)) {
            case Again.Agrees() -> agreed++;
            case Again.Untold(String reason) -> untold(reason, 1);
            case Again.Differs(String text) -> disagree(past.place(), past.token(), text);
            case Again.Impossible(String why) -> {
                disagreed++;
                findings.accept(new AuditFinding(
                        FindingKind.UNDECIDABLE,
                        past.place(),
                        past.token(),
                        "what was decided of " + past.key().text() + " cannot be decided again: " + why));
            }
        }
    }

    /** Times and spans are whatever a signer wrote: the rules refuse to count with some of them, and that is an answer too. */
    private Again again(Screening screening, PastDecision past) {
        try {
            Set<Effective> bound =
                    postures.bound(past.postureId(), past.at(), new Whom(screening.principal(), screening.session()));
            return bound.isEmpty()
                    ? unbound(past)
                    : gateway.decide(screening, past, bound, approval -> usedUp.before(approval, past.at()));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return new Again.Impossible(String.valueOf(e.getMessage()));
        }
    }

    /** Postures are kept for ever. What is wrong with a token's is told where tokens are looked at; an order's is told here. */
    private static Again unbound(PastDecision past) {
        return past.word() instanceof PastDecision.Word.Admitted
                ? new Again.Differs("it was admitted under posture " + past.postureId()
                        + ", which policy never recorded or which bound nobody of its name at " + past.at())
                : new Again.Untold(NO_POSTURE);
    }

    /**
     * Whether what a record followed from must still be there, by when the broker took it: a signer's own word for that is worth nothing here. What was
     * admitted may have lain for as long as everybody was down.
     */
    private static boolean mustBeHeld(Instant then, Instant since) {
        return then.isAfter(since.plus(LAIN_MOST));
    }

    /** There is no more of the intent; what is still open has no screening. */
    private void close() {
        open.filter(_ -> !done).ifPresent(this::unscreened);
        open = Optional.empty();
        done = false;
    }

    private void unscreened(PastDecision past) {
        if (past.word() instanceof PastDecision.Word.Admitted && mustBeHeld(past.appended(), held.screeningsSince())) {
            disagree(
                    past.place(),
                    past.token(),
                    "it admits what snaft has not screened: there is no screening of this intent with snaft's signature");
        } else {
            untold(NO_SCREENING, 1);
        }
    }

    /** So many decisions cannot be made again for this reason. */
    public void untold(String reason, long count) {
        if (count > 0) {
            untold.merge(reason, count, Long::sum);
        }
    }

    /** Two orders of one moment redeem one approval; of two moments the later one is found when it is decided again. */
    public void redeemedTwice(RecordPlace place, String approvalId, RecordPlace before) {
        disagree(
                place,
                Optional.empty(),
                "it redeems the approval " + approvalId + ", as the order at " + before + " does in the same moment");
    }

    private void disagree(PastRun run, String text) {
        disagree(run.place(), Optional.of(run.token()), text);
    }

    private void disagree(RecordPlace place, Optional<String> token, String text) {
        disagreed++;
        findings.accept(new AuditFinding(FindingKind.DISAGREEMENT, place, token, text));
    }

    /** There is no more at all; what it came to. */
    public Redecided finish() {
        close();
        return new Redecided(agreed, disagreed, untold);
    }

    /** An order without the intent's record, so that two can be compared and many be kept. */
    public static Order terms(Order order) {
        return new Order(
                order.session(),
                order.intentId(),
                order.intent(),
                order.fromAint(),
                Bytes.EMPTY,
                order.intentHash(),
                order.payloadHash(),
                order.origin(),
                order.principal(),
                order.route(),
                order.backend(),
                order.deadlineMillis(),
                order.memoryMib(),
                order.outputBytesMax(),
                order.grant(),
                order.createdAt(),
                order.screenedAt(),
                order.onBehalfOf());
    }
}
