package dev.airlock.ledger.audit.decide;

import java.time.Instant;

/** Which approvals the orders of a partition redeemed, and when. */
@FunctionalInterface
public interface UsedUp {
    /** Whether an order that is older than {@code at} redeemed the approval; of one moment neither is before the other. */
    boolean before(String approvalId, Instant at);
}
