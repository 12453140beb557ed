package dev.airlock.ledger.audit.model;

/**
 * A head of one partition's log that a ledger has signed.
 *
 * @param partition of the tokens topic
 * @param size over how many of its records, 1 or more
 * @param root of the tree over them, in base64
 * @param place the record of CHECKPOINTS that tells of it
 */
public record SignedHead(int partition, long size, String root, RecordPlace place) {
    /** @throws IllegalArgumentException if a number cannot be */
    public SignedHead {
        if (partition < 0 || size < 1) {
            throw new IllegalArgumentException("no head is signed over " + size + " records of partition " + partition);
        }
    }
}
