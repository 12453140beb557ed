package dev.airlock.provenance;

/**
 * Where a token's record lies in the tokens topic. Offsets have gaps (transaction markers) and prove nothing; they
 * only name the record.
 */
public record Place(int partition, long offset) {
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
