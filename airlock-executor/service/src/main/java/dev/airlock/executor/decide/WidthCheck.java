package dev.airlock.executor.decide;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.GuestSizes;
import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an order gives no more than its caller asked for and the route allows. Snaft and the gateway find these figures by the same table and the
 * same sizes; the gateway is not believed about them, for only what the caller signed is his. Less is no fault. An order by another route
 * table than this executor's is refused.
 *
 * <p>For who asks for no time the gateway's settings name one, which nothing here can find again: that run is bounded by this executor's longest
 * one. So is the output, which no intent names: see {@link Planner}.
 */
final class WidthCheck {
    private static final Routes ROUTES = Routes.load();

    private WidthCheck() {}

    /** Why {@code order} is wider than {@code intent} or its route; empty if it is not. The first reason counts. */
    static Optional<Refusal> refusal(Order order, Intent intent) {
        return byBackend(order.backend(), intent.backend())
                .or(() -> byTime(order.deadlineMillis(), intent.timeoutMillis()))
                .or(() -> ROUTES.route(intent.intent())
                        .map(row -> byRoute(order, intent, row))
                        .orElseGet(() -> wider("the route table of this executor has no row for " + intent.intent())));
    }

    /** Who leaves it open never meant the simulation; who names one meant no other. */
    private static Optional<Refusal> byBackend(Backend ordered, Backend asked) {
        boolean narrower = asked == Backend.ANY && (ordered == Backend.MICROVM || ordered == Backend.CONTAINER);
        return ordered == asked || narrower
                ? Optional.empty()
                : wider("the order's backend is " + label(ordered) + ", and the caller's record asks for "
                        + label(asked));
    }

    private static Optional<Refusal> byTime(int orderedMillis, int askedMillis) {
        return askedMillis == 0 || orderedMillis <= askedMillis
                ? Optional.empty()
                : wider("the order's deadline is " + orderedMillis + " ms, and the caller's record asks for "
                        + askedMillis);
    }

    private static Optional<Refusal> byRoute(Order order, Intent intent, Route row) {
        if (!order.route().equals(row.taken())) {
            return wider("the order's route is " + order.route() + ", and this executor's is " + row.taken());
        }
        int asked = GuestSizes.given(row.askedMib(intent.memoryMib()), row.memoryMib());
        int most = Math.min(asked, GuestSizes.mostFor(row.memoryMib()));
        return order.memoryMib() <= most
                ? Optional.empty()
                : wider("the order's memory is " + order.memoryMib()
                        + " MiB, and by the caller's record and the route it is " + most + " at most");
    }

    private static String label(Backend backend) {
        return backend.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Refusal> wider(String text) {
        return Optional.of(new Refusal(RefusalKind.GRANT, "order", text));
    }
}
