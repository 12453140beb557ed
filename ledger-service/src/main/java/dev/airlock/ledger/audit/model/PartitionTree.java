package dev.airlock.ledger.audit.model;

/**
 * The Merkle tree over one partition's records as an audit read them.
 *
 * @param partition of the tokens topic
 * @param size how many records
 * @param root over them, in base64
 * @param covered how many of them the largest signed head covers that agrees; 0 if none does
 * @param heads how many signed heads were compared with it; one that is told of again counts again, unless that was noticed while it was read
 */
public record PartitionTree(int partition, long size, String root, long covered, long heads) {
    /** @throws IllegalArgumentException if a number cannot be */
    public PartitionTree {
        if (partition < 0 || size < 0 || covered < 0 || covered > size || heads < 0) {
            throw new IllegalArgumentException("no tree has " + size + " records of partition " + partition
                    + ", of which " + covered + " are covered by one of " + heads + " heads");
        }
    }
}
