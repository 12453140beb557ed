package dev.airlock.executor.decide;

import dev.airlock.executor.model.Signer;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.util.Optional;

/** Whether whoever signed an order's intent may still want something at the moment before its run, and as much as the order gives. */
public final class StandingCheck {
    private StandingCheck() {}

    /** Why {@code order}, whose intent {@code signer} signed, may not run now; empty if it may. */
    public static Optional<Refusal> refusal(Order order, Signer signer) {
        return switch (signer) {
            case Signer.Barred(String reason) -> refused("standing", "who sent it counts no more: " + reason);
            case Signer.Good(String name, Origin origin) ->
                order.origin().compareTo(origin) <= 0
                        ? Optional.empty()
                        : refused(
                                "origin",
                                "the order raises the origin of " + name + " from " + origin + " to " + order.origin());
        };
    }

    private static Optional<Refusal> refused(String rule, String text) {
        return Optional.of(new Refusal(RefusalKind.IDENTITY, rule, text));
    }
}
