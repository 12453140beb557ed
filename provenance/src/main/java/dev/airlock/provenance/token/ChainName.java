package dev.airlock.provenance.token;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Lane;

/**
 * Which chain: the tokens that one key sealed on one lane for one partition of the tokens topic. Epochs follow one
 * another within it.
 *
 * @param partition 0 to 65535
 */
public record ChainName(KeyId sealer, Lane lane, int partition) {
    private static final int PARTITION_MAX = 0xffff;

    /** @throws IllegalArgumentException if the lane is unknown or the partition out of range */
    public ChainName {
        Checks.lane("chain.lane", lane);
        if (partition < 0 || partition > PARTITION_MAX) {
            throw new IllegalArgumentException("chain.partition must be 0 to " + PARTITION_MAX + ", not " + partition);
        }
    }
}
