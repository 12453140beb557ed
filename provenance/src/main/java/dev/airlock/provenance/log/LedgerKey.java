package dev.airlock.provenance.log;

import dev.airlock.schemas.keys.VerifyingKey;

/**
 * The public key of a ledger. All its logs and the map of their heads are signed by one key in names of their own, so whoever
 * knows the ledger's verifier key knows them all.
 *
 * @param ledger its name, see {@link LogName}
 */
public record LedgerKey(String ledger, VerifyingKey key) {
    private static final String PREFIX = "airlock/";

    /** @throws IllegalArgumentException if the name is unfit */
    public LedgerKey {
        LogName.checkLedger(ledger);
    }

    /**
     * The ledger with this verifier key, whose name is {@code airlock/LEDGER}.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static LedgerKey parse(String text) {
        NoteKey key = NoteKey.parse(text);
        if (key.kind() != NoteKey.Kind.PLAIN || !key.name().startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "a ledger's verifier key is plain and in the name airlock/LEDGER, not " + key.name());
        }
        return new LedgerKey(key.name().substring(PREFIX.length()), key.key());
    }

    /** The verifier key to hand out. */
    public String text() {
        return new NoteKey(PREFIX + ledger, NoteKey.Kind.PLAIN, key).text();
    }

    /** The key of the checkpoints of this partition's log. */
    public NoteKey ofLog(int partition) {
        return new NoteKey(new LogName(ledger, partition).text(), NoteKey.Kind.PLAIN, key);
    }

    /** The key of the map of heads. */
    public NoteKey ofHeads() {
        return new NoteKey(headsName(ledger), NoteKey.Kind.PLAIN, key);
    }

    static String headsName(String ledger) {
        return PREFIX + ledger + "/heads";
    }

    @Override
    public String toString() {
        return text();
    }
}
