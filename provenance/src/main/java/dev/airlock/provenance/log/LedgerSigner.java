package dev.airlock.provenance.log;

import dev.airlock.schemas.keys.SigningKey;

/** The secret key of a ledger. Use it for nothing else. Safe for any thread. */
public final class LedgerSigner {
    private final String ledger;
    private final SigningKey secret;

    /** @throws IllegalArgumentException if the name is unfit, see {@link LogName} */
    public LedgerSigner(String ledger, SigningKey secret) {
        LogName.checkLedger(ledger);
        this.ledger = ledger;
        this.secret = secret;
    }

    /** What others verify with. */
    public LedgerKey key() {
        return new LedgerKey(ledger, secret.verifyingKey());
    }

    /** Who signs the checkpoints of this partition's log. */
    public NoteSigner ofLog(int partition) {
        return new NoteSigner(new LogName(ledger, partition).text(), secret);
    }

    /** Who signs the map of heads. */
    public NoteSigner ofHeads() {
        return new NoteSigner(LedgerKey.headsName(ledger), secret);
    }
}
