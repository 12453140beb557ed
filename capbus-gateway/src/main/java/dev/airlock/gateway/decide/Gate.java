package dev.airlock.gateway.decide;

import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.model.Limits;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a screened intent may run. The first of these that objects decides: snaft, whose word no posture and no origin softens;
 * the posture; the backend that was asked for; the memory; the time; the policies.
 *
 * @param limits what a run may have
 * @param lane the lane whose intents this gate decides
 * @param policies who may do what
 */
public record Gate(Limits limits, Lane lane, Authorises policies) {
    private static final int GRANT_DIGITS = 32;

    /**
     * Decides. The same arguments under the same policies give the same decision, to the grant's id, which is taken from the intent's hash.
     *
     * @param now when this is decided, by the wall clock; the grant's time starts here
     */
    public Decision decide(Effective posture, Screening screening, Instant now) {
        return refusal(posture, screening)
                .<Decision>map(Decision.Refuse::new)
                .orElseGet(() -> byPolicies(posture, screening, now));
    }

    private Decision byPolicies(Effective posture, Screening screening, Instant now) {
        return switch (policies.on(Asks.of(posture, screening, lane))) {
            case Authorisation.Allowed allowed -> new Decision.Admit(order(posture, screening, now, allowed));
            case Authorisation.Denied denied ->
                new Decision.Refuse(
                        new Refusal(RefusalKind.POLICY, denied.policies().getFirst(), text(denied)));
        };
    }

    private static String text(Authorisation.Denied denied) {
        List<String> others = denied.policies().subList(1, denied.policies().size());
        return denied.reason()
                + (others.isEmpty() ? "" : "; also " + String.join(", ", others))
                + " (policies " + denied.version() + ")";
    }

    private Optional<Refusal> refusal(Effective posture, Screening screening) {
        return screening
                .refusal()
                .or(() -> Precheck.refusal(posture, approach(screening)))
                .or(() -> byBackend(screening))
                .or(() -> byMemory(screening))
                .or(() -> byTime(screening));
    }

    /** Both backends keep a program from the host: one by its walls, the simulation by running nothing. */
    private static Approach approach(Screening screening) {
        return Approach.sandboxed(screening.origin(), screening.identityBound(), screening.intent());
    }

    private static Optional<Refusal> byBackend(Screening screening) {
        return switch (screening.backend()) {
            case ANY, MICROVM -> Optional.empty();
            case SIMULATION -> bySimulation(screening);
            case UNKNOWN ->
                refuse(
                        RefusalKind.MALFORMED,
                        "backend",
                        "the backend that the intent names is not known here; ask for any, microvm or simulation");
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
        int most = SizeClass.mostFor(route(screening).memoryMib());
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

    private Order order(Effective posture, Screening screening, Instant now, Authorisation.Allowed allowed) {
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
                asked == 0 ? SizeClass.mostFor(route.memoryMib()) : SizeClass.leastFor(asked),
                limits.outputBytesMax(),
                grant(posture, screening, now, allowed),
                screening.createdAt(),
                screening.screenedAt());
    }

    private int deadlineMillis(Screening screening) {
        return screening.timeoutMillis() == 0
                ? Math.toIntExact(limits.timeoutDefault().toMillis())
                : screening.timeoutMillis();
    }

    private Grant grant(Effective posture, Screening screening, Instant now, Authorisation.Allowed allowed) {
        String hash = screening.intentHash();
        String digits = hash.substring(hash.indexOf(':') + 1);
        return new Grant(
                "grant-" + digits.substring(0, Math.min(GRANT_DIGITS, digits.length())),
                posture.postureId(),
                posture.verdictId(),
                posture.posture(),
                now,
                now.plus(limits.grantTtl()),
                allowed.version(),
                allowed.policies().stream().limit(Grant.POLICIES_MAX).toList());
    }

    private static RouteTaken route(Screening screening) {
        return screening.route().orElseThrow(); // a screening without a refusal has one, or it would not exist
    }
}
