package dev.airlock.ledger.http;

import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.schemas.model.Bytes;
import java.util.Optional;

/** What may be served: no more than what a signed head covers, and nothing that this process has not computed itself. Any thread may ask. */
public interface Published {
    /** How many partitions there are. */
    int partitions();

    /**
     * The newest signed head.
     *
     * @param partition 0 to {@link #partitions} - 1
     */
    Optional<SignedCheckpoint> head(int partition);

    /** The signed map of all heads. */
    Optional<Bytes> heads();
}
