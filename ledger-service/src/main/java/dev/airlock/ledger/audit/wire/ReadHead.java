package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.SignedHead;

/** What a record of the checkpoints topic is. */
public sealed interface ReadHead {
    /** A head that a ledger's key has signed that we trust. */
    record Good(SignedHead head) implements ReadHead {}

    /** None, and why. */
    record Bad(AuditFinding finding) implements ReadHead {}
}
