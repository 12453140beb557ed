package dev.airlock.ledger.model;

import java.util.Optional;

/**
 * Something wrong that the ledger saw. It changes no leaf: the log holds what the topic holds, and this says what is wrong with it.
 *
 * @param kind what is wrong
 * @param partition the partition of the tokens' topic
 * @param offset the record at which it shows; 0 if it shows at none
 * @param index its place in the log, which counts records and not transaction markers
 * @param tokenId the token's id, if the record could be read so far
 * @param reason one sentence for people
 */
public record Incident(Kind kind, int partition, long offset, long index, Optional<String> tokenId, String reason) {
    /** What is wrong. */
    public enum Kind {
        /** The record is no token at all. */
        UNREADABLE,
        /** A token that is not sealed by somebody who may seal it, or not what its seal says. */
        REJECTED,
        /** A good token at a wrong place: a gap, a repetition, another parent, an earlier time. */
        CHAIN,
        /** The topic does not lead to a head that was signed before. Nothing more is signed for this partition. */
        FORK,
        /** The topic ends before a head that was signed before. */
        TRUNCATED
    }

    public Incident {
        if (partition < 0 || offset < 0 || index < 0) {
            throw new IllegalArgumentException(
                    "an incident lies at 0 or behind it, not at " + partition + "@" + offset + "#" + index);
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an incident of kind " + kind + " needs a reason");
        }
    }
}
