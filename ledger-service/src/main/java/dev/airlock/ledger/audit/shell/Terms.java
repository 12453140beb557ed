package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyTerm;
import java.time.Instant;
import java.util.Optional;

/** Whether a service's key counted for what it signed, as it is asked of tokens: at the time that its record names, and when the broker took that. */
final class Terms {
    private final KeyRing ring;

    Terms(KeyRing ring) {
        this.ring = ring;
    }

    /**
     * Why a record counts for nothing; empty if it counts.
     *
     * @param at the time that it names
     */
    Optional<AuditFinding> fault(KeyId signer, Instant at, Recorded record) {
        KeyTerm.Standing standing = ring.term(signer).orElse(KeyTerm.ALWAYS).at(at, record.appended());
        return standing == KeyTerm.Standing.GOOD
                ? Optional.empty()
                : Optional.of(new AuditFinding(
                        FindingKind.KEY_OUT_OF_TERM,
                        record.place(),
                        Optional.empty(),
                        signer + " did not count for what is of " + at + " and was recorded at " + record.appended()));
    }
}
