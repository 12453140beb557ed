package dev.airlock.policy.shell;

import dev.airlock.policy.model.Signer;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Signed;

/** Whose key signed a verdict that the codec let through. */
final class Signers {
    private Signers() {}

    static Signer of(Signed<Verdict> signed) {
        return switch (signed.holder().role()) {
            case OBSERVER -> Signer.OBSERVER;
            case OPERATOR -> Signer.OPERATOR;
            case POLICY, SNAFT, GATEWAY, EXECUTOR, LOCAL, LEDGER, WITNESS ->
                throw new IllegalStateException(
                        "the codec let a " + signed.holder().role() + " key sign a verdict");
        };
    }
}
