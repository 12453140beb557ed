package dev.airlock.executor.decide;

import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.CallerKeys.Standing;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import java.util.Optional;

/** Whether whoever signed an order's intent may still want something at the moment before its run, and as much as the order gives. */
public final class StandingCheck {
    private StandingCheck() {}

    /** Why {@code order} may not run now; empty if it may. {@code signer} is the key of its intent, which stands like this now. */
    public static Optional<Refusal> refusal(Order order, String signer, Standing now) {
        return switch (now) {
            case Standing.Barred(String reason) -> refused("standing", "who sent it counts no more: " + reason);
            case Standing.Stranger _ -> refused("standing", "who sent it counts no more: nobody known has " + signer);
            case Standing.Speaks(Speaker speaker, VerifyingKey _) ->
                order.origin().compareTo(speaker.origin()) <= 0
                        ? Optional.empty()
                        : refused(
                                "origin",
                                "the order raises the origin of " + speaker.name() + " from " + speaker.origin()
                                        + " to " + order.origin());
        };
    }

    private static Optional<Refusal> refused(String rule, String text) {
        return Optional.of(new Refusal(RefusalKind.IDENTITY, rule, text));
    }
}
