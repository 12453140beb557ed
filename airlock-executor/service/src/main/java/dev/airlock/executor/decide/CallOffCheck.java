package dev.airlock.executor.decide;

import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.CallOff.Authority;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.schemas.model.Lane;
import java.util.Optional;

/** Who may call a run off: who sent its intent, and an operator. What nobody signed, nobody but an operator may. */
public final class CallOffCheck {
    private CallOffCheck() {}

    /** Whether {@code wish} counts for {@code delivery}, whose key it names. */
    public static boolean counts(CallOff wish, Delivery delivery) {
        boolean mayDo =
                switch (wish.authority()) {
                    case Authority.Operator() -> true;
                    case Authority.Signer(String keyId) -> signer(delivery).equals(Optional.of(keyId));
                    case Authority.Ingress() -> delivery.entrance().lane() == Lane.FAST;
                };
        return mayDo && wish.key().equals(delivery.order().key());
    }

    private static Optional<String> signer(Delivery delivery) {
        return switch (delivery.contents()) {
            case Contents.Opened opened -> opened.signer();
            case Contents.Unreadable _, Contents.Forged _ -> Optional.empty();
        };
    }
}
