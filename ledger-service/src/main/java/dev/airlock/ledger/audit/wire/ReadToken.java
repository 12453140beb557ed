package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.provenance.Token;

/** What a record of the tokens topic is: a token whose signature holds, or something that is none. */
public sealed interface ReadToken {
    /** A token that verifies alone. */
    record Good(Token token) implements ReadToken {}

    /** No token, and why. */
    record Bad(AuditFinding finding) implements ReadToken {}
}
