package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.PostureRows;
import dev.airlock.ledger.audit.decide.TimeCheck;
import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads what policy recorded: postures for ever, leases of the last hour. What policy did not sign, or with a key that did not count then, counts for
 * nothing; what counts holds by when the broker took it, whatever time it names.
 */
final class Postures {
    private Postures() {}

    /**
     * Reads all of both.
     *
     * @param rows where they are kept; empty
     */
    static PostureHistory read(Shelf shelf, KeyRing ring, PostureRows rows, Consumer<AuditFinding> findings)
            throws BusUnreachable {
        var history = new PostureHistory(rows);
        var terms = new Terms(ring);
        for (int partition = 0; partition < Topic.POSTURES.partitions(); partition++) {
            shelf.each(Topic.POSTURES, partition, record -> {
                if (Codecs.POSTURE.open(record.value(), ring.past()) instanceof Good<Signed<Posture>>(var signed)) {
                    Posture posture = signed.value();
                    Optional<AuditFinding> fault = terms.fault(signed.keyId(), posture.decidedAt(), record);
                    fault.or(() -> TimeCheck.finding(
                                    record.place(), Optional.empty(), posture.decidedAt(), record.appended()))
                            .ifPresent(findings);
                    if (fault.isEmpty()) {
                        history.replay(posture, record.appended());
                    }
                }
            });
        }
        for (int partition = 0; partition < Topic.LEASES.partitions(); partition++) {
            shelf.each(Topic.LEASES, partition, record -> {
                if (Codecs.LEASE.open(record.value(), ring.past()) instanceof Good<Signed<Lease>>(var signed)) {
                    Lease lease = signed.value();
                    terms.fault(signed.keyId(), lease.issuedAt(), record)
                            .ifPresentOrElse(findings, () -> history.replay(lease, record.appended()));
                }
            });
        }
        history.seal();
        return history;
    }
}
