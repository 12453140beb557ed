package dev.airlock.executor.decide;

import dev.airlock.schemas.delegations.DelegationCheck;
import dev.airlock.schemas.model.Acting;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the delegations that an order's intent rests on still hold at the moment before its run: one may have expired, been taken back, or been given
 * with a key that was revoked since; and the order gives no more than they do, and names those who gave them.
 */
public final class BehalfCheck {
    private BehalfCheck() {}

    /** Why {@code order} may not run now; empty if it may, or rests on none. */
    public static Optional<Refusal> refusal(Order order, Intent intent, Acting acting, Instant now) {
        return objection(order, intent, acting, now)
                .or(() -> order.onBehalfOf().equals(acting.names())
                        ? Optional.empty()
                        : Optional.of("the order is on behalf of " + order.onBehalfOf() + ", and its intent of "
                                + acting.names()))
                .map(text -> new Refusal(RefusalKind.IDENTITY, "delegation", text));
    }

    private static Optional<String> objection(Order order, Intent intent, Acting acting, Instant now) {
        if (acting.alone()) {
            return Optional.empty();
        }
        return acting.key()
                .map(key -> DelegationCheck.ROAD.objection(acting.chain(), use(order, intent, key), now))
                .orElseGet(() -> Optional.of("nobody known has signed what acts for another"));
    }

    /** What was asked for, where the order rounds it up to what a machine can have. */
    private static DelegationCheck.Use use(Order order, Intent intent, String key) {
        return new DelegationCheck.Use(
                key,
                order.intent(),
                intent.memoryMib() > 0 ? intent.memoryMib() : order.memoryMib(),
                order.deadlineMillis(),
                order.origin());
    }
}
