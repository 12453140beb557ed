package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.PostureRows;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Signed;

/** Reads what policy recorded: postures for ever, leases of the last hour. What policy did not sign counts for nothing. */
final class Postures {
    private Postures() {}

    /** @param rows where they are kept; empty */
    static PostureHistory read(Shelf shelf, KeyRing ring, PostureRows rows) throws BusUnreachable {
        var history = new PostureHistory(rows);
        for (int partition = 0; partition < Topic.POSTURES.partitions(); partition++) {
            shelf.each(Topic.POSTURES, partition, record -> {
                if (Codecs.POSTURE.open(record.value(), ring.past()) instanceof Good<Signed<Posture>>(var signed)) {
                    history.replay(signed.value());
                }
            });
        }
        for (int partition = 0; partition < Topic.LEASES.partitions(); partition++) {
            shelf.each(Topic.LEASES, partition, record -> {
                if (Codecs.LEASE.open(record.value(), ring.past()) instanceof Good<Signed<Lease>>(var signed)) {
                    history.replay(signed.value());
                }
            });
        }
        history.seal();
        return history;
    }
}
