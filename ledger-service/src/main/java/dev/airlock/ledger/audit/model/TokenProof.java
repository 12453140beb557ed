package dev.airlock.ledger.audit.model;

import java.util.List;

/** That a token is under a signed head of the ledger, or why that cannot be shown here. */
public sealed interface TokenProof {
    /**
     * A proof that was checked: each step, the root, and the head's signature by a key that is trusted.
     *
     * @param token its id
     * @param log whose head it is
     * @param index the token's place in the log, from 0
     * @param size how many records the head signs
     * @param leaf the hash of the token's entry, in base64
     * @param path from the leaf up; the last one's {@code above} is the root
     * @param root that the head signs, in base64
     * @param note the head with its signatures, as it was signed
     * @param sealer whose seal the token has, as {@code airlock proof verify --sealer} takes it
     */
    record Shown(
            String token,
            String log,
            long index,
            long size,
            String leaf,
            List<Step> path,
            String root,
            String note,
            String sealer)
            implements TokenProof {
        public Shown {
            path = List.copyOf(path);
        }

        /** What makes the two files that are checked; on a machine that has the ledger. */
        public String make() {
            return "airlock proof " + token + " --out token.tlog-proof --token token.json";
        }

        /** What checks them; on any machine, with public keys alone. */
        public String verify() {
            return "airlock proof verify token.tlog-proof --token token.json --key KEY --sealer " + sealer;
        }
    }

    /** It cannot be shown. */
    record Missing(String token, String reason) implements TokenProof {}

    /**
     * One hash on the way up.
     *
     * @param left whether {@code beside} is the left of the two
     * @param beside the other hash, in base64
     * @param above SHA-256 of 1 and the two, in base64
     */
    record Step(boolean left, String beside, String above) {}
}
