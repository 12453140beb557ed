package dev.airlock.schemas.model;

import java.util.List;

/**
 * A delegation as it travels.
 *
 * @param delegation what it says
 * @param signature its issuer's, over the canonical bytes; nothing is proven by its being there
 */
public record SignedDelegation(Delegation delegation, Bytes signature) {
    /** The most that a chain has: a root's, and as many as may stand below it. */
    public static final int CHAIN_MAX = Delegation.DEPTH_MAX + 1;

    /** A chain, copied; the root's delegation first. None is no chain. */
    static List<SignedDelegation> chain(List<SignedDelegation> delegations) {
        Check.range("number of delegations", delegations.size(), 0, CHAIN_MAX);
        return List.copyOf(delegations);
    }
}
