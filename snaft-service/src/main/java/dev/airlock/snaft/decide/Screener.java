package dev.airlock.snaft.decide;

import static dev.airlock.schemas.model.RefusalKind.IDENTITY;
import static dev.airlock.schemas.model.RefusalKind.MALFORMED;
import static dev.airlock.schemas.model.RefusalKind.POLICY;
import static dev.airlock.schemas.model.RefusalKind.RULE;
import static dev.airlock.schemas.model.RefusalKind.UNKNOWN_INTENT;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.risk.RiskWords;
import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import dev.airlock.schemas.scan.Hint;
import dev.airlock.schemas.scan.PayloadScan;
import dev.airlock.snaft.model.Caller;
import dev.airlock.snaft.model.Facts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Snaft's word on an intent. Pure: the same facts at the same instant give the same screening. */
public final class Screener {
    /** The most that a payload and its input files may have together, in bytes, whoever sends them. */
    public static final int PAYLOAD_BYTES_MAX = 1 << 20;

    /** The most that the caller's record may have around a payload of that size. */
    static final int ENVELOPE_BYTES_MAX = PAYLOAD_BYTES_MAX + (16 << 10);

    private static final int QUOTED_MAX = 512;

    private final Routes routes;
    private final RuleBook rules;
    private final RiskWords risks;
    private final PayloadScan scan;

    public Screener(Routes routes, RuleBook rules, RiskWords risks, PayloadScan scan) {
        this.routes = routes;
        this.rules = rules;
        this.risks = risks;
        this.scan = scan;
    }

    /** The same, for when the standing rules are not what was reviewed: who comes from outside is refused, and not blamed. */
    public Screener lockedDown() {
        return new Screener(routes, rules.with(new Lockdown()), risks, scan);
    }

    /** Judges one intent by the standing rules alone. */
    public Screening screen(Facts facts, Instant now) {
        return screen(facts, Circumstances.NONE, now);
    }

    /** Judges one intent. The first objection stands; what is refused still carries everything that is known of it. */
    public Screening screen(Facts facts, Circumstances around, Instant now) {
        Intent intent = facts.intent();
        Origin origin = originOf(facts);
        Optional<RouteTaken> route = routes.route(intent.intent()).map(Route::taken);
        Optional<Refusal> formal = formalRefusal(facts, route, origin, now);
        Judgement judgement = formal.isPresent()
                ? new Judgement(List.of(), Optional.empty())
                : judge(facts, new Subject(intent.intent(), origin, facts.text()), around, now);
        return said(
                facts,
                memoryMib(intent),
                route,
                formal.isPresent() ? List.of() : hits(judgement, facts),
                formal.or(() -> judgement
                        .refusal()
                        .map(h -> new Refusal(RULE, h.rule(), h.text() + " (intent=" + intent.intent() + ")"))),
                risks.of(intent.intent()),
                around.trustPercent(),
                formal.isPresent() ? List.of() : facts.acting().names(),
                now);
    }

    /**
     * The word on an intent at which a defect of ours ended the screening: refused, whoever sent it, and nobody is to blame. It asks neither
     * routes nor rules nor lists, so that it does not meet the same defect.
     */
    public static Screening failed(Facts facts, Instant now) {
        return said(
                facts,
                facts.intent().memoryMib(),
                Optional.empty(),
                List.of(),
                refuse(
                        POLICY,
                        "screening_defect",
                        "a defect of the firewall ended the screening, so nothing of it is run; its log says more, and the caller is not to blame"),
                Risk.DESTRUCTIVE,
                TrustScore.UNKNOWN.percent(),
                List.of(),
                now);
    }

    private static Screening said(
            Facts facts,
            int memoryMib,
            Optional<RouteTaken> route,
            List<RuleHit> hits,
            Optional<Refusal> refusal,
            Risk risk,
            int trustPercent,
            List<String> onBehalfOf,
            Instant now) {
        Intent intent = facts.intent();
        return new Screening(
                intent.session(),
                intent.id(),
                intent.intent(),
                intent.fromAint(),
                fits(facts) ? facts.envelope() : Bytes.EMPTY,
                facts.intentHash(),
                facts.payloadHash(),
                originOf(facts),
                facts.caller().principal(),
                facts.caller() instanceof Caller.Known,
                intent.backend(),
                intent.timeoutMillis(),
                memoryMib,
                route,
                hits,
                refusal,
                intent.createdAt(),
                now,
                risk,
                trustPercent,
                onBehalfOf);
    }

    /** Who is blocked is not read at all; the standing rules come before the operators', which see only what those let pass. */
    private Judgement judge(Facts facts, Subject subject, Circumstances around, Instant now) {
        Optional<RuleHit> blocked = around.custom()
                .blocked(facts, facts.caller().principal(), now)
                .or(() -> around.read() ? Optional.empty() : unread(subject.origin()));
        return blocked.isPresent()
                ? new Judgement(List.of(), blocked)
                : around.custom().behind(rules.judge(subject), subject, around.posture());
    }

    /** A set that was not read may block just this caller. Who is to mend that comes in all the same, unless a set that was read blocks him. */
    private static Optional<RuleHit> unread(Origin origin) {
        return switch (origin) {
            case EXTERNAL_AI, EXTERNAL, INTERNAL ->
                Optional.of(
                        new RuleHit(
                                "rules.unread",
                                "the operators' rules were not read yet, or not lately; try again, and look whether the bus answers"));
            case LOCAL, OPERATOR -> Optional.empty();
        };
    }

    /** What the rules said; of what they let pass also what its text hints at, which refuses nothing and stands in no token. */
    private List<RuleHit> hits(Judgement judgement, Facts facts) {
        List<RuleHit> hits = new ArrayList<>(judgement.hits());
        if (judgement.refusal().isEmpty()) {
            for (Hint hint : scan.scan(facts.text())) {
                hits.add(new RuleHit("scan:" + hint.pseudoSyscall(), "the payload has '" + hint.pattern() + "'"));
            }
        }
        return hits;
    }

    /** The origin of the caller's key, lowered if the intent says so or the delegation that it rests on. Who is not known is external AI. */
    public static Origin originOf(Facts facts) {
        return switch (facts.caller()) {
            case Caller.Known known -> {
                Origin asked = lower(known.origin(), facts.intent().origin());
                yield facts.acting().ceiling().map(most -> lower(asked, most)).orElse(asked);
            }
            case Caller.Anonymous _, Caller.Forged _ -> Origin.EXTERNAL_AI;
        };
    }

    private int memoryMib(Intent intent) {
        return routes.route(intent.intent())
                .map(row -> row.askedMib(intent.memoryMib()))
                .orElse(intent.memoryMib());
    }

    private static Origin lower(Origin one, Origin other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private Optional<Refusal> formalRefusal(Facts facts, Optional<RouteTaken> route, Origin origin, Instant now) {
        return forged(facts.caller())
                .or(() -> Freshness.STANDARD.refusal(facts.intent().createdAt(), facts.receivedAt()))
                .or(() -> size(facts))
                .or(() -> facts.entrance().refusal(facts.intent()))
                .or(() -> backend(facts.intent()))
                .or(() -> mode(facts))
                .or(() -> unknown(facts.intent(), route))
                .or(() -> OnBehalf.refusal(facts, origin, memoryMib(facts.intent()), now));
    }

    private static Optional<Refusal> forged(Caller caller) {
        return caller instanceof Caller.Forged(String reason)
                ? refuse(IDENTITY, "signature", "the intent's signature does not count: " + quoted(reason))
                : Optional.empty();
    }

    private static Optional<Refusal> size(Facts facts) {
        long content = facts.intent().contentBytes();
        if (content > PAYLOAD_BYTES_MAX) {
            String what = facts.intent().inputs().isEmpty() ? "payload" : "payload and input files";
            return refuse(
                    MALFORMED,
                    "payload_limit",
                    what + " of " + content + " bytes; at most " + PAYLOAD_BYTES_MAX + " go in");
        }
        return fits(facts)
                ? Optional.empty()
                : refuse(
                        MALFORMED,
                        "record_limit",
                        "record of " + facts.envelope().size() + " bytes; at most " + ENVELOPE_BYTES_MAX + " go in");
    }

    private static Optional<Refusal> backend(Intent intent) {
        return intent.backend() == Backend.UNKNOWN
                ? refuse(MALFORMED, "backend", "the intent names no backend that is known here")
                : Optional.empty();
    }

    /** Only callers of the machine may ask for a run whose policy is not enforced; whether they get it, the executor says. */
    private static Optional<Refusal> mode(Facts facts) {
        return switch (facts.intent().mode()) {
            case ENFORCE -> Optional.empty();
            case UNKNOWN -> refuse(MALFORMED, "mode", "the intent names no mode that is known here");
            case AUDIT ->
                switch (originOf(facts)) {
                    case LOCAL, OPERATOR -> Optional.empty();
                    case EXTERNAL_AI, EXTERNAL, INTERNAL ->
                        refuse(POLICY, "audit_external", "audit mode is for local callers and operators only");
                };
        };
    }

    private static Optional<Refusal> unknown(Intent intent, Optional<RouteTaken> route) {
        return route.isPresent()
                ? Optional.empty()
                : refuse(UNKNOWN_INTENT, "routes", "unknown intent '" + intent.intent() + "': no route leads there");
    }

    private static boolean fits(Facts facts) {
        return facts.envelope().size() <= ENVELOPE_BYTES_MAX;
    }

    private static Optional<Refusal> refuse(RefusalKind kind, String rule, String text) {
        return Optional.of(new Refusal(kind, rule, text));
    }

    private static String quoted(String text) {
        return text.substring(0, Math.min(text.length(), QUOTED_MAX));
    }
}
