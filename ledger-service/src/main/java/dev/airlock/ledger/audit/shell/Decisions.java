package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.decide.Redecision;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands the records of one partition to {@link Redecision}: a session's screenings, orders and tokens lie in partitions of one number. */
final class Decisions {
    private Decisions() {}

    /**
     * The orders of the partition are in it.
     *
     * @param at when the audit began
     */
    static Optional<Redecision> begin(
            Shelf shelf,
            KeyRing ring,
            PostureHistory postures,
            Optional<Redecides> gateway,
            int partition,
            Instant at,
            Consumer<AuditFinding> findings)
            throws BusUnreachable {
        if (gateway.isEmpty()) {
            return Optional.empty();
        }
        var decisions = new Redecision(
                postures, gateway.get(), heldSince(Topic.SCREENED, at), heldSince(Topic.ORDERS, at), findings);
        shelf.each(Topic.ORDERS, partition, record -> {
            if (Codecs.ORDER.open(record.value(), ring.past()) instanceof Good<Signed<Order>>(var signed)) {
                decisions.order(record.place(), signed.value());
            }
        });
        return Optional.of(decisions);
    }

    /** Nothing that was appended later has been deleted. */
    private static Instant heldSince(Topic topic, Instant at) {
        return topic.retention().age().map(at::minus).orElse(Instant.MIN);
    }

    /** The screenings of the partition follow. */
    static void finish(Shelf shelf, KeyRing ring, Redecision decisions, int partition) throws BusUnreachable {
        shelf.each(Topic.SCREENED, partition, record -> {
            if (Codecs.SCREENING.open(record.value(), ring.past()) instanceof Good<Signed<Screening>>(var signed)) {
                decisions.screening(signed.value());
            }
        });
    }

    static Redecided sum(Redecided one, Redecided other) {
        Map<String, Long> untold = new HashMap<>(one.untold());
        other.untold().forEach((reason, count) -> untold.merge(reason, count, Long::sum));
        return new Redecided(one.agreed() + other.agreed(), one.disagreed() + other.disagreed(), untold);
    }
}
