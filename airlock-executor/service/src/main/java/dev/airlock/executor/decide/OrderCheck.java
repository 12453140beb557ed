package dev.airlock.executor.decide;

import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.posture.Approach;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Precheck;
import dev.airlock.schemas.posture.Switch;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether an order still holds at the moment before its run. The gateway asked all of this before; what it saw may have changed
 * since, and it is not believed about what can be checked again here.
 */
public final class OrderCheck {
    private OrderCheck() {}

    /** Why {@code delivery} may not run now; empty if it may. The first reason counts. */
    public static Optional<Refusal> refusal(Delivery delivery, Effective posture, Instant now) {
        Order order = delivery.order();
        return switch (delivery.contents()) {
            case Contents.Unreadable(String reason) ->
                refused(RefusalKind.MALFORMED, "envelope", "the caller's record cannot be read: " + reason);
            case Contents.Forged(String reason) ->
                refused(RefusalKind.IDENTITY, "signature", "the caller's signature does not count: " + reason);
            case Contents.Opened opened ->
                mismatch(order, opened)
                        .or(() -> delivery.entrance().refusal(opened.intent()))
                        .or(() -> byOrigin(order, opened.intent()))
                        .or(() -> byGrant(order, now))
                        .or(() -> Precheck.refusal(
                                posture,
                                Approach.sandboxed(order.origin(), opened.identityBound(), order.intent())
                                        .approved(approved(order, posture))));
        };
    }

    /**
     * An approval counts under its verdict only; the gateway's leave, and so the approval, has not expired if this is asked.
     *
     * <p>Without an approval the grant's verdict is not compared with the one of now. Every change of what is known has a verdict of its own, an
     * executor's restart or loss included, which is when orders wait: they would all be refused for a change that lets them run. What the posture
     * of now forbids is asked again in any case, and a milder one than the grant's is the word of policy, which the gateway cannot write.
     */
    private static boolean approved(Order order, Effective posture) {
        return order.grant().approvalId().isPresent()
                && order.grant().verdictId().equals(posture.verdictId());
    }

    /**
     * Whether a run that has begun must end, and why: whoever came from outside is cut off now by {@code isolate_session}, of
     * the fleet, of his agent or of his session. What only keeps newcomers out (a quarantine) lets what has begun go on to its end, and
     * no posture ends what is local, internal or an operator's.
     *
     * @return the switch, the posture, its id and the verdict behind it, and its reason
     */
    public static Optional<String> interruption(Origin origin, Effective posture) {
        boolean external =
                switch (origin) {
                    case EXTERNAL_AI, EXTERNAL -> true;
                    case INTERNAL, LOCAL, OPERATOR -> false;
                };
        return external && Switch.ISOLATE_SESSION.isOn(posture.switches())
                ? Optional.of(Switch.ISOLATE_SESSION.label() + " came on during the run: posture "
                        + posture.posture().name().toLowerCase(Locale.ROOT) + " " + posture.postureId()
                        + " by verdict " + posture.verdictId() + ", " + posture.reason())
                : Optional.empty();
    }

    private static Optional<Refusal> mismatch(Order order, Contents.Opened opened) {
        Intent intent = opened.intent();
        return differs("intent hash", order.intentHash(), opened::intentHash)
                .or(() -> differs("payload hash", order.payloadHash(), opened::payloadHash))
                .or(() -> differs("session", order.session(), intent::session))
                .or(() -> differs("intent id", order.intentId(), intent::id))
                .or(() -> differs("intent", order.intent(), intent::intent))
                .or(() -> WidthCheck.refusal(order, intent));
    }

    private static Optional<Refusal> differs(String what, String ordered, Supplier<String> found) {
        return ordered.equals(found.get())
                ? Optional.empty()
                : refused(
                        RefusalKind.GRANT,
                        "order",
                        "the order's " + what + " is not that of the caller's record in it");
    }

    private static Optional<Refusal> byOrigin(Order order, Intent intent) {
        return order.origin().compareTo(intent.origin()) <= 0
                ? Optional.empty()
                : refused(
                        RefusalKind.IDENTITY,
                        "origin",
                        "the order raises the origin from " + intent.origin() + " to " + order.origin());
    }

    private static Optional<Refusal> byGrant(Order order, Instant now) {
        return now.isBefore(order.grant().expiresAt())
                ? Optional.empty()
                : refused(
                        RefusalKind.GRANT,
                        "expired",
                        "grant " + order.grant().grantId() + " expired at "
                                + order.grant().expiresAt() + "; send the intent again");
    }

    private static Optional<Refusal> refused(RefusalKind kind, String rule, String text) {
        return Optional.of(new Refusal(kind, rule, text));
    }
}
