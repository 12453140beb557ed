package dev.airlock.gateway.decide;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.gateway.decide.Approving.Answer;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.model.Limits;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Approach;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Precheck;
import dev.airlock.schemas.routes.GuestSizes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a screened intent may run. The first of these that objects decides: snaft, whose word no posture and no origin softens;
 * the posture; the backend that was asked for; the memory; the time; the policies. What only the posture's execution policy or a policy
 * refuses, an operator's approval may let run.
 *
 * @param limits what a run may have
 * @param lane the lane whose intents this gate decides
 * @param policies who may do what
 */
public record Gate(Limits limits, Lane lane, Authorises policies) {
    /** What the id of a grant begins with that an approval gave; the approval's id follows. */
    public static final String APPROVED = "approved-";

    private static final int GRANT_DIGITS = 32;

    /**
     * Decides without any approval. The same arguments under the same policies give the same decision, to the grant's id, which is taken
     * from the intent's hash.
     *
     * @param now when this is decided, by the wall clock; the grant's time starts here
     */
    public Decision decide(Effective posture, Screening screening, Instant now) {
        return decide(posture, screening, Approving.NOTHING, now);
    }

    /**
     * The same where operators approve. An approval is looked for only if it would let the intent run and nothing else does; the order then
     * names it, and is what uses it up.
     */
    public Decision decide(Effective posture, Screening screening, Approving approving, Instant now) {
        return switch (word(posture, screening, false)) {
            case Word.Yes(Authorisation.Allowed allowed) ->
                new Decision.Admit(order(posture, screening, now, allowed, Optional.empty()));
            case Word.No(Refusal refusal) -> byApproval(posture, screening, approving, now, refusal);
        };
    }

    /** What is said of an intent, and by which policies. */
    private sealed interface Word {
        record Yes(Authorisation.Allowed allowed) implements Word {}

        record No(Refusal refusal) implements Word {}
    }

    private Decision byApproval(
            Effective posture, Screening screening, Approving approving, Instant now, Refusal refusal) {
        if (!(word(posture, screening, true) instanceof Word.Yes(Authorisation.Allowed allowed))) {
            return new Decision.Refuse(refusal);
        }
        return switch (approving.on(screening, posture, now)) {
            case Answer.By(Approval approval) ->
                new Decision.Admit(order(posture, screening, now, allowed, Optional.of(approval)));
            case Answer.Not(Optional<String> why) ->
                new Decision.Refuse(
                        why.map(text -> new Refusal(refusal.kind(), refusal.rule(), refusal.text() + "; " + text))
                                .orElse(refusal));
        };
    }

    private Word word(Effective posture, Screening screening, boolean approved) {
        return refusal(posture, screening, approved)
                .<Word>map(Word.No::new)
                .orElseGet(() -> byPolicies(posture, screening, approved));
    }

    private Word byPolicies(Effective posture, Screening screening, boolean approved) {
        return switch (policies.on(Asks.of(posture, screening, lane, approved))) {
            case Authorisation.Allowed allowed -> new Word.Yes(allowed);
            case Authorisation.Denied denied ->
                new Word.No(new Refusal(RefusalKind.POLICY, denied.policies().getFirst(), text(denied)));
        };
    }

    private static String text(Authorisation.Denied denied) {
        List<String> others = denied.policies().subList(1, denied.policies().size());
        return denied.reason()
                + (others.isEmpty() ? "" : "; also " + String.join(", ", others))
                + " (policies " + denied.version() + ")";
    }

    private Optional<Refusal> refusal(Effective posture, Screening screening, boolean approved) {
        return screening
                .refusal()
                .or(() -> Precheck.refusal(posture, approach(screening).approved(approved)))
                .or(() -> byBackend(screening))
                .or(() -> byMemory(screening))
                .or(() -> byTime(screening));
    }

    /** Every backend keeps a program from the host: two by their walls, the simulation by running nothing. */
    private static Approach approach(Screening screening) {
        return Approach.sandboxed(screening.origin(), screening.identityBound(), screening.intent());
    }

    private static Optional<Refusal> byBackend(Screening screening) {
        return switch (screening.backend()) {
            case ANY, MICROVM, CONTAINER -> Optional.empty();
            case SIMULATION -> bySimulation(screening);
            case UNKNOWN ->
                refuse(
                        RefusalKind.MALFORMED,
                        "backend",
                        "the backend that the intent names is not known here; ask for any, microvm, container or simulation");
        };
    }

    private static Optional<Refusal> bySimulation(Screening screening) {
        return switch (screening.origin()) {
            case INTERNAL, LOCAL, OPERATOR -> Optional.empty();
            case EXTERNAL_AI, EXTERNAL ->
                refuse(
                        RefusalKind.POLICY,
                        "simulation_external",
                        "the simulation isolates nothing and is not for external callers; ask for microvm");
        };
    }

    private static Optional<Refusal> byMemory(Screening screening) {
        int most = GuestSizes.mostFor(route(screening).memoryMib());
        return screening.memoryMib() <= most
                ? Optional.empty()
                : refuse(
                        RefusalKind.POLICY,
                        "memory_mib",
                        "memory_mib is " + screening.memoryMib() + "; a run of "
                                + route(screening).name() + " may have at most " + most + ", so ask for that or less");
    }

    private Optional<Refusal> byTime(Screening screening) {
        long most = limits.timeoutMax().toMillis();
        return screening.timeoutMillis() <= most
                ? Optional.empty()
                : refuse(
                        RefusalKind.POLICY,
                        "timeout_millis",
                        "timeout_millis is " + screening.timeoutMillis() + "; at most " + most
                                + " are allowed, so ask for that or less");
    }

    private static Optional<Refusal> refuse(RefusalKind kind, String rule, String text) {
        return Optional.of(new Refusal(kind, rule, text));
    }

    private Order order(
            Effective posture,
            Screening screening,
            Instant now,
            Authorisation.Allowed allowed,
            Optional<Approval> approval) {
        RouteTaken route = route(screening);
        int asked = screening.memoryMib();
        return new Order(
                screening.session(),
                screening.intentId(),
                screening.intent(),
                screening.fromAint(),
                screening.envelope(),
                screening.intentHash(),
                screening.payloadHash(),
                screening.origin(),
                screening.principal(),
                route,
                screening.backend(),
                deadlineMillis(screening),
                GuestSizes.given(asked, route.memoryMib()),
                limits.outputBytesMax(),
                grant(posture, screening, now, allowed, approval),
                screening.createdAt(),
                screening.screenedAt(),
                screening.onBehalfOf());
    }

    private int deadlineMillis(Screening screening) {
        return screening.timeoutMillis() == 0
                ? Math.toIntExact(limits.timeoutDefault().toMillis())
                : screening.timeoutMillis();
    }

    /** An approval lends the grant its name, which the token repeats, and its end, if that is sooner. */
    private Grant grant(
            Effective posture,
            Screening screening,
            Instant now,
            Authorisation.Allowed allowed,
            Optional<Approval> approval) {
        Instant end = now.plus(limits.grantTtl());
        return new Grant(
                approval.map(one -> APPROVED + one.approvalId()).orElseGet(() -> ordinary(screening.intentHash())),
                posture.postureId(),
                posture.verdictId(),
                posture.posture(),
                now,
                approval.map(Approval::expiresAt).filter(end::isAfter).orElse(end),
                allowed.version(),
                allowed.policies().stream().limit(Grant.POLICIES_MAX).toList(),
                approval.map(Approval::approvalId));
    }

    private static String ordinary(String hash) {
        String digits = hash.substring(hash.indexOf(':') + 1);
        return "grant-" + digits.substring(0, Math.min(GRANT_DIGITS, digits.length()));
    }

    private static RouteTaken route(Screening screening) {
        return screening.route().orElseThrow(); // a screening without a refusal has one, or it would not exist
    }
}
