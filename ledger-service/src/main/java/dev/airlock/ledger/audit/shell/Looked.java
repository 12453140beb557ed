package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.TokenFacts;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.TreeHash;
import java.util.List;
import java.util.Optional;

/**
 * A record that was looked at alone.
 *
 * @param leaf of the log of its partition
 * @param seen the token and what it says; empty if it is none that verifies
 * @param findings what is wrong with it, whatever stands around it
 */
record Looked(RecordPlace place, TreeHash leaf, Optional<Seen> seen, List<AuditFinding> findings) {
    /** A token that verifies alone. */
    record Seen(Token token, TokenFacts facts) {}
}
