package dev.airlock.schemas.model;

import java.util.List;

/**
 * What somebody hands to another: a delegation with all that it rests on.
 *
 * @param delegations the root's first, the leaf last; 1 to {@value SignedDelegation#CHAIN_MAX}
 */
public record DelegationChain(List<SignedDelegation> delegations) {
    public DelegationChain {
        delegations = SignedDelegation.chain(delegations);
        Check.range("number of delegations", delegations.size(), 1, SignedDelegation.CHAIN_MAX);
    }

    /** The one that its holder uses. */
    public Delegation leaf() {
        return delegations.getLast().delegation();
    }
}
