package dev.airlock.ledger.audit.model;

/**
 * Where a fast lane's chain ended that was held against nobody's memory: its last tokens may be gone.
 *
 * @param head as {@code ChainHead} writes it
 * @param sealer the key id
 * @param partition of the tokens topic
 */
public record UnknownEnd(String head, String sealer, int partition) {
    /** What lets the next audit compare it. */
    public static final String FIX =
            "let this auditor describe the groups airlock.lane.* (airlock acls), or hold it against an earlier audit (--against)";

    /** {@code the fast lane of KEY in TOKENS-3}. */
    @Override
    public String toString() {
        return "the fast lane of " + sealer + " in TOKENS-" + partition;
    }
}
