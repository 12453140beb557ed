package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.decide.Redecides.Again;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Whom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Decides the decisions of one partition again: first all orders are handed in, then all tokens, then all screenings. Memory: about two kibibytes
 * for each decision whose screening may still be held, which is those of a week. For one thread.
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
    private final Consumer<AuditFinding> findings;
    private final Instant screeningsSince;
    private final Instant ordersSince;
    private final Map<IntentKey, PastDecision> open = new LinkedHashMap<>();
    private final Set<IntentKey> done = new HashSet<>();
    private final TreeMap<Instant, Map<String, RecordPlace>> usedUp = new TreeMap<>();
    private final Map<String, Long> untold = new HashMap<>();
    private long agreed;
    private long disagreed;

    /**
     * @param screeningsSince no screening that was appended then or later has been deleted
     * @param ordersSince no order that was appended then or later has been deleted
     */
    public Redecision(
            PostureHistory postures,
            Redecides gateway,
            Instant screeningsSince,
            Instant ordersSince,
            Consumer<AuditFinding> findings) {
        this.postures = postures;
        this.gateway = gateway;
        this.screeningsSince = screeningsSince;
        this.ordersSince = ordersSince;
        this.findings = findings;
    }

    /** An admission. */
    public void order(RecordPlace place, Order order) {
        Instant at = order.grant().issuedAt();
        var past = new PastDecision(
                place,
                Optional.empty(),
                order.key(),
                order.intentHash(),
                order.grant().postureId(),
                at,
                new PastDecision.Word.Admitted(terms(order)));
        if (open.putIfAbsent(order.key(), past) == null) {
            order.grant().approvalId().ifPresent(id -> approved(past, id));
        }
    }

    /** One after another is found when it is decided again; of one moment neither is before the other. */
    private void approved(PastDecision past, String approval) {
        RecordPlace before =
                usedUp.computeIfAbsent(past.at(), _ -> new HashMap<>()).putIfAbsent(approval, past.place());
        if (before != null) {
            disagreed++;
            findings.accept(new AuditFinding(
                    FindingKind.DISAGREEMENT,
                    past.place(),
                    past.token(),
                    "it redeems the approval " + approval + ", as the order at " + before
                            + " does in the same moment"));
        }
    }

    /** A token: what a refusal decided, and whether what ran had been admitted. */
    public void token(TokenFacts facts) {
        boolean refusal =
                facts.refusal().isPresent() && facts.attached().grantId().isEmpty();
        if (facts.link().lane() == Lane.FAST) {
            untold(FAST_LANE);
        } else if (refusal && facts.link().sealedByGateway()) {
            refusal(facts);
        } else {
            ran(facts);
        }
    }

    private void refusal(TokenFacts facts) {
        Instant at = facts.times().admitted().orElse(facts.times().made());
        if (at.isBefore(screeningsSince.minus(TimeCheck.TOLERANCE))) {
            untold(NO_SCREENING);
            return;
        }
        PastDecision before = open.get(facts.key());
        if (before != null) {
            disagree(facts, "it refuses what the order at " + before.place() + " admitted");
            return;
        }
        open.put(
                facts.key(),
                new PastDecision(
                        facts.place(),
                        Optional.of(facts.token()),
                        facts.key(),
                        facts.attached().intentHash(),
                        facts.ground().postureId().orElse(Effective.FAIL_CLOSED),
                        at,
                        new PastDecision.Word.Refused(facts.refusal().orElseThrow(), facts.reason())));
    }

    private void ran(TokenFacts facts) {
        PastDecision admitted = open.get(facts.key());
        if (admitted == null && facts.refusal().isEmpty() && mustBeHeld(facts.appended(), ordersSince)) {
            disagree(
                    facts,
                    "it tells of a run that no gateway has ordered: there is no order with a gateway's signature");
        } else if (admitted == null) {
            untold(NO_ORDER);
        } else if (!(admitted.word() instanceof PastDecision.Word.Admitted(Order terms))) {
            disagree(facts, "it tells of a run that the record at " + admitted.place() + " refused");
        } else if (facts.attached()
                .grantId()
                .filter(id -> !id.equals(terms.grant().grantId()))
                .isPresent()) {
            disagree(
                    facts,
                    "it redeemed " + facts.attached().grantId().orElseThrow() + ", and the order at " + admitted.place()
                            + " gives " + terms.grant().grantId());
        }
    }

    /** A screening: its first record in the partition is the one that was decided. */
    public void screening(Screening screening) {
        PastDecision past = open.get(screening.key());
        if (past == null || done.contains(screening.key()) || !past.intentHash().equals(screening.intentHash())) {
            return;
        }
        open.remove(screening.key());
        done.add(screening.key());
        Set<Effective> bound =
                postures.bound(past.postureId(), past.at(), new Whom(screening.principal(), screening.session()));
        if (bound.isEmpty()) {
            untold(NO_POSTURE);
            return;
        }
        switch (gateway.decide(screening, past, bound, usedBefore(past.at()))) {
            case Again.Agrees() -> agreed++;
            case Again.Untold(String reason) -> untold(reason);
            case Again.Differs(String text) -> {
                disagreed++;
                findings.accept(new AuditFinding(FindingKind.DISAGREEMENT, past.place(), past.token(), text));
            }
        }
    }

    /**
     * Whether what this moment followed from must still be there. What was admitted may have lain for as long as everybody was down: a token does not
     * say since when, as its own word for that is worth nothing here.
     */
    private static boolean mustBeHeld(Instant then, Instant since) {
        return then.isAfter(since.plus(LAIN_MOST));
    }

    /** What it came to; what is still open has no screening. */
    public Redecided finish() {
        for (PastDecision past : open.values()) {
            if (past.word() instanceof PastDecision.Word.Admitted && mustBeHeld(past.at(), screeningsSince)) {
                disagreed++;
                findings.accept(
                        new AuditFinding(
                                FindingKind.DISAGREEMENT,
                                past.place(),
                                past.token(),
                                "it admits what snaft has not screened: there is no screening of this intent with snaft's signature"));
            } else {
                untold(NO_SCREENING);
            }
        }
        open.clear();
        return new Redecided(agreed, disagreed, untold);
    }

    private Set<String> usedBefore(Instant at) {
        Set<String> used = new HashSet<>();
        usedUp.headMap(at).values().forEach(approvals -> used.addAll(approvals.keySet()));
        return Set.copyOf(used);
    }

    private void disagree(TokenFacts facts, String text) {
        disagreed++;
        findings.accept(AuditFinding.of(FindingKind.DISAGREEMENT, facts, text));
    }

    private void untold(String reason) {
        untold.merge(reason, 1L, Long::sum);
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
                order.screenedAt());
    }
}
