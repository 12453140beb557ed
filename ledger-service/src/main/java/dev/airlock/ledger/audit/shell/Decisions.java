package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.decide.Redecision;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.PastDecision;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.ledger.audit.wire.Card;
import dev.airlock.ledger.audit.wire.Cards;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Brings the orders, tokens and screenings of one partition together, intent by intent, for {@link Redecision}: a session's lie in partitions of one
 * number, in whichever order. Each record leaves a {@link Card} in files; those are sorted, and read in that order. So memory is constant, and no record
 * is too late or too early to be compared. For one thread.
 */
final class Decisions implements AutoCloseable {
    private final int partition;
    private final PostureHistory postures;
    private final Redecides gateway;
    private final Redecision.Held held;
    private final Consumer<AuditFinding> findings;
    private final Cards cards;
    private final SortedSpool spool;
    private final Pile envelopes;
    private final Redemptions redemptions;
    private boolean approvals;
    private long fast;

    /**
     * @param at when the audit began
     * @param scratch gets files when they are needed
     */
    Decisions(
            int partition,
            PostureHistory postures,
            Redecides gateway,
            Instant at,
            Scratch scratch,
            Consumer<AuditFinding> findings) {
        this.partition = partition;
        this.postures = postures;
        this.gateway = gateway;
        this.held = new Redecision.Held(heldSince(Topic.SCREENED, at), heldSince(Topic.ORDERS, at));
        this.findings = findings;
        this.cards = new Cards(partition);
        this.spool = new SortedSpool(scratch);
        this.envelopes = new Pile(scratch, 0);
        this.redemptions = new Redemptions(scratch);
    }

    /** Nothing that was appended later has been deleted. */
    private static Instant heldSince(Topic topic, Instant at) {
        return topic.retention().age().map(at::minus).orElse(Instant.MIN);
    }

    /** All orders of the partition. One whose key did not count then orders nothing. */
    void orders(Shelf shelf, KeyRing ring) throws BusUnreachable {
        var terms = new Terms(ring);
        shelf.each(Topic.ORDERS, partition, record -> {
            if (Codecs.ORDER.open(record.value(), ring.past()) instanceof Good<Signed<Order>>(var signed)) {
                Order order = signed.value();
                Instant at = order.grant().issuedAt();
                terms.fault(signed.keyId(), at, record)
                        .ifPresentOrElse(findings, () -> order(record.place().offset(), record.appended(), order));
            }
        });
    }

    void order(long offset, Instant appended, Order order) {
        approvals |= order.grant().approvalId().isPresent();
        spool.add(cards.ordered(offset, appended, Redecision.terms(order)));
    }

    /** The next token that verifies. */
    void token(TokenFacts facts) {
        if (facts.link().lane() == Lane.FAST) {
            fast++;
            return;
        }
        spool.add(Redecision.refusal(facts).map(this::refused).orElseGet(() -> cards.ran(Redecision.run(facts))));
    }

    private byte[] refused(PastDecision decision) {
        return switch (decision.word()) {
            case PastDecision.Word.Refused(var kind, String reason) -> cards.refused(decision, kind, reason);
            case PastDecision.Word.Admitted _ -> throw new IllegalArgumentException("no token admits anything");
        };
    }

    /** All screenings of the partition. One whose key did not count then screens nothing. */
    void screenings(Shelf shelf, KeyRing ring) throws BusUnreachable {
        var terms = new Terms(ring);
        shelf.each(Topic.SCREENED, partition, record -> {
            if (Codecs.SCREENING.open(record.value(), ring.past()) instanceof Good<Signed<Screening>>(var signed)) {
                Screening screening = signed.value();
                terms.fault(signed.keyId(), screening.screenedAt(), record)
                        .ifPresentOrElse(
                                findings, () -> screening(record.place().offset(), screening));
            }
        });
    }

    void screening(long offset, Screening screening) {
        byte[] envelope = screening.envelope().toArray();
        spool.add(cards.screened(offset, screening.with(Bytes.EMPTY), envelopes.add(envelope), envelope.length));
    }

    /** Decides all of them again. Nothing may be handed in afterwards. */
    Redecided decide() {
        envelopes.seal();
        if (approvals) {
            redeem();
        }
        var again = new Redecision(postures, gateway, redemptions, held, findings);
        redemptions.seal(partition, again::redeemedTwice);
        again.untold(Redecision.FAST_LANE, fast);
        for (Iterator<byte[]> sorted = spool.sorted(); sorted.hasNext(); ) {
            switch (cards.read(sorted.next())) {
                case Card.Ordered(var place, Instant appended, Order terms) ->
                    again.order(Redecision.admission(place, appended, terms));
                case Card.Refused(PastDecision decision) -> again.refused(decision);
                case Card.Ran(var run) -> again.ran(run);
                case Card.Screened(Screening bare, long from, int length) ->
                    again.screening(bare.with(Bytes.of(envelopes.read(from, length))));
            }
        }
        return again.finish();
    }

    /** What was redeemed has to be known before anything is decided; of one intent the first order counts. */
    private void redeem() {
        Optional<Order> last = Optional.empty();
        for (Iterator<byte[]> sorted = spool.sorted(); sorted.hasNext(); ) {
            byte[] card = sorted.next();
            if (cards.isOrder(card) && cards.read(card) instanceof Card.Ordered(var place, Instant _, Order terms)) {
                if (last.filter(one -> one.key().equals(terms.key())).isEmpty()) {
                    terms.grant()
                            .approvalId()
                            .ifPresent(id -> redemptions.add(id, terms.grant().issuedAt(), place.offset()));
                }
                last = Optional.of(terms);
            }
        }
    }

    /** How many entries and bytes of the heap it takes. */
    int held() {
        return spool.held() + envelopes.held() + redemptions.held();
    }

    static Redecided sum(Redecided one, Redecided other) {
        Map<String, Long> untold = new HashMap<>(one.untold());
        other.untold().forEach((reason, count) -> untold.merge(reason, count, Long::sum));
        return new Redecided(one.agreed() + other.agreed(), one.disagreed() + other.disagreed(), untold);
    }

    @Override
    public void close() {
        spool.close();
        envelopes.close();
        redemptions.close();
    }
}
