package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.PastRun;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Screening;
import java.time.Instant;

/** What is noted of a record for deciding again: see {@link Cards}. */
public sealed interface Card {
    /**
     * An order.
     *
     * @param appended when the broker took it
     * @param terms without the intent's own record
     */
    record Ordered(RecordPlace place, Instant appended, Order terms) implements Card {}

    /** A gateway's refusal. */
    record Refused(PastDecision decision) implements Card {}

    /** Any other token of the bus. */
    record Ran(PastRun run) implements Card {}

    /**
     * A screening.
     *
     * @param bare without the caller's record
     * @param at where that lies
     * @param length how many bytes it has
     */
    record Screened(Screening bare, long at, int length) implements Card {}
}
