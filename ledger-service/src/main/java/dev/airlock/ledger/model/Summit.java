package dev.airlock.ledger.model;

/**
 * How far the log of one partition has grown.
 *
 * @param size how many records are in it: the first ones of the partition
 * @param root {@code sha256:} and the root of the tree over them
 * @param nextOffset the offset behind the last of them; 0 if there is none
 */
public record Summit(long size, String root, long nextOffset) {
    public Summit {
        if (size < 0 || nextOffset < size) {
            throw new IllegalArgumentException("a log of " + size + " records cannot end at offset " + nextOffset);
        }
    }
}
