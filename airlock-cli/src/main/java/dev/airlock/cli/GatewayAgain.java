package dev.airlock.cli;

import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.cedar.EngineMissing;
import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.decide.Rescue;
import dev.airlock.authorisation.shell.Distribution;
import dev.airlock.authorisation.shell.EngineStart;
import dev.airlock.authorisation.shell.PolicyHistory;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.model.Limits;
import dev.airlock.gateway.shell.GatewayConfig;
import dev.airlock.gateway.shell.Retrial;
import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.decide.Redecision;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.PastDecision.Word;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Lets the gateway's own rules decide again what is recorded. Which set of policies counted follows from the operators' history; where one had just
 * been loaded, the one before may have counted too. What a gateway's settings allow is not recorded: it is taken from the order.
 */
final class GatewayAgain implements Redecides {
    /** How much later than an operator's signature a gateway may still ask the set before. */
    private static final Duration SWITCHING = Duration.ofSeconds(30);

    private static final String MOMENT = "it hung on how full the gateway was, or on its settings";

    private final NavigableMap<Instant, Authorises> sets;
    private final Retrial gateway;

    private GatewayAgain(NavigableMap<Instant, Authorises> sets, Retrial gateway) {
        this.sets = sets;
        this.gateway = gateway;
    }

    /**
     * With every set of policies that was in force.
     *
     * @throws Trouble if the engine of policies cannot be loaded here: without it nothing can be decided again
     */
    static GatewayAgain of(PolicyHistory history, Retrial gateway) throws InterruptedException, Trouble {
        var sets = new TreeMap<Instant, Authorises>();
        sets.put(Instant.MIN, compiled(Distribution.policies()));
        for (PolicyHistory.Entry entry : history.entries()) {
            if (entry.refusal().isEmpty()) {
                PolicySet set = entry.signed().orElseThrow().value();
                sets.put(set.loadedAt(), compiled(set.files()));
            }
        }
        return new GatewayAgain(sets, gateway);
    }

    private static CedarSet compiled(List<PolicyFile> files) throws InterruptedException, Trouble {
        try {
            return switch (EngineStart.ofThisProcess().engine().compile(files)) {
                case Compiled.Good(CedarSet good) -> good;
                case Compiled.Faulty faulty ->
                    throw new Trouble(
                            Exit.USAGE,
                            "a set of policies that was in force passes no more: "
                                    + faulty.faults().getFirst(),
                            "the release that it was loaded with");
            };
        } catch (EngineMissing e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "start airlock by its launcher");
        }
    }

    @Override
    public Again decide(Screening screening, PastDecision past, Set<Effective> bound, Predicate<String> usedUp) {
        if (past.word() instanceof Word.Refused refused && ofTheMoment(refused)) {
            return new Again.Untold(MOMENT);
        }
        Optional<String> first = Optional.empty();
        for (Authorises policies : setsAt(past.at())) {
            for (Effective posture : bound) {
                Decision decision =
                        gateway.decide(policies, limits(past, screening), posture, screening, usedUp, past.at());
                Optional<String> difference = difference(past.word(), decision);
                if (difference.isEmpty()) {
                    return new Again.Agrees();
                }
                first = first.or(() -> difference);
            }
        }
        return new Again.Differs(first.orElseThrow());
    }

    private static boolean ofTheMoment(Word.Refused refused) {
        return refused.kind() == RefusalKind.CAPACITY
                || refused.kind() == RefusalKind.DRAINING
                || refused.reason().startsWith("timeout_millis ")
                || refused.reason().contains(Rescue.NO_ENGINE)
                || refused.reason().startsWith("the intent is too large");
    }

    private Set<Authorises> setsAt(Instant at) {
        Set<Authorises> counted = new LinkedHashSet<>();
        counted.add(sets.floorEntry(at).getValue());
        counted.add(sets.floorEntry(at.minus(SWITCHING)).getValue());
        Map.Entry<Instant, Authorises> ahead = sets.floorEntry(at.plusSeconds(1));
        counted.add(ahead.getValue());
        return counted;
    }

    private static Limits limits(PastDecision past, Screening screening) {
        Limits usual = GatewayConfig.defaults().limits();
        if (!(past.word() instanceof Word.Admitted(Order terms))) {
            return usual;
        }
        Duration deadline = Duration.ofMillis(terms.deadlineMillis());
        Duration most = usual.timeoutMax().compareTo(deadline) > 0 ? usual.timeoutMax() : deadline;
        Duration standing =
                Duration.between(terms.grant().issuedAt(), terms.grant().expiresAt());
        boolean ordinary = terms.grant().approvalId().isEmpty();
        return new Limits(
                screening.timeoutMillis() == 0 ? deadline : usual.timeoutDefault(),
                most,
                terms.outputBytesMax(),
                ordinary ? standing : usual.grantTtl());
    }

    /** What differs; empty if nothing does. */
    private static Optional<String> difference(Word past, Decision now) {
        return switch (past) {
            case Word.Admitted(Order terms) ->
                switch (now) {
                    case Decision.Refuse(Refusal refusal) ->
                        Optional.of("it was admitted, and is refused when it is decided again: " + refusal.text());
                    case Decision.Admit(Order order) -> difference(terms, Redecision.terms(order));
                };
            case Word.Refused(RefusalKind kind, String reason) ->
                switch (now) {
                    case Decision.Admit _ ->
                        Optional.of(
                                "it was refused, and is admitted when it is decided again; the reason was: " + reason);
                    case Decision.Refuse(Refusal refusal) ->
                        refusal.kind() == kind
                                ? Optional.empty()
                                : Optional.of("it was refused as " + kind + ", and is refused as " + refusal.kind()
                                        + " when it is decided again: " + refusal.text());
                };
        };
    }

    private static Optional<String> difference(Order then, Order now) {
        if (then.equals(now)) {
            return Optional.empty();
        }
        if (!then.grant().equals(now.grant())) {
            return Optional.of(
                    "its grant was " + then.grant() + ", and is " + now.grant() + " when it is decided again");
        }
        return Optional.of("its order was " + then + ", and is " + now + " when it is decided again");
    }
}
