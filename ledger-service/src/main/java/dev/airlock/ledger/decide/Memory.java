package dev.airlock.ledger.decide;

import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Incident.Kind;
import dev.airlock.ledger.model.Summit;
import java.util.Optional;

/**
 * The newest head of one partition that this ledger has signed before, and whether the topic still leads there. A log must never sign two heads
 * that disagree, so a partition whose topic leads elsewhere gets no more.
 *
 * @param partition the partition
 * @param signed the newest head that was signed; empty if none was
 */
public record Memory(int partition, Optional<Summit> signed) {
    /** How many records those who heard this ledger before know already: what was wrong with them has been said. */
    public long known() {
        return signed.map(Summit::size).orElse(0L);
    }

    /** The same memory with one more head that was signed before; what is wrong if it cannot stand beside the one that is known. */
    public Recalled recall(Summit other) {
        if (signed.isEmpty() || other.size() > known()) {
            return new Recalled(new Memory(partition, Optional.of(other)), Optional.empty());
        }
        boolean contradicts =
                other.size() == known() && !other.root().equals(signed.get().root());
        return new Recalled(
                this,
                contradicts
                        ? Optional.of(new Incident(
                                Kind.FORK,
                                partition,
                                0,
                                other.size(),
                                Optional.empty(),
                                "two signed heads of " + other.size() + " records: " + other.root() + " and "
                                        + signed.get().root()))
                        : Optional.empty());
    }

    /** A memory, and what is wrong with it. */
    public record Recalled(Memory memory, Optional<Incident> incident) {}

    /** What is wrong if the log, grown record by record, is here now; empty if it may go on. */
    public Optional<Incident> contradiction(Summit now) {
        return signed.flatMap(before -> contradiction(before, now));
    }

    /** What is wrong if the log is here now and this head was signed once, the newest or any other; empty if both can be true. */
    Optional<Incident> contradiction(Summit head, Summit now) {
        return Optional.of(head)
                .filter(before -> before.size() == now.size())
                .filter(before -> !before.root().equals(now.root()))
                .map(before -> new Incident(
                        Kind.FORK,
                        partition,
                        Math.max(0, now.nextOffset() - 1),
                        Math.max(0, now.size() - 1),
                        Optional.empty(),
                        "the topic leads to the root " + now.root() + " at " + now.size()
                                + " records, and this ledger has signed " + before.root()
                                + ": records were changed, lost or put in"));
    }

    /** What is wrong if the topic ends here. */
    public Optional<Incident> shortfall(Summit end) {
        return end.size() < known()
                ? Optional.of(new Incident(
                        Kind.TRUNCATED,
                        partition,
                        Math.max(0, end.nextOffset() - 1),
                        Math.max(0, end.size() - 1),
                        Optional.empty(),
                        "the topic ends after " + end.size() + " records, and this ledger has signed a head of "
                                + known()))
                : Optional.empty();
    }

    /** Whether a head of this size may be signed. */
    public boolean maySign(Summit next) {
        return next.size() > known()
                || signed.filter(before ->
                                before.size() == next.size() && before.root().equals(next.root()))
                        .isPresent();
    }
}
