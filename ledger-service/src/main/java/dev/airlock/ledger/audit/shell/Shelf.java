package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import java.util.function.Consumer;

/** Where an audit reads: committed records, in order within a partition. Used on one thread. */
public interface Shelf {
    /**
     * Hands every record that is there to {@code each}, oldest first, on the caller's thread.
     *
     * @throws BusUnreachable if they cannot be read to their end
     */
    void each(Topic topic, int partition, Consumer<Recorded> each) throws BusUnreachable;

    /**
     * The same, and what does not fit where the records are kept in more than one place.
     *
     * @param faults gets what is wrong, on the caller's thread, among the records
     * @throws BusUnreachable if they cannot be read to their end
     */
    default void each(Topic topic, int partition, Consumer<Recorded> each, Consumer<AuditFinding> faults)
            throws BusUnreachable {
        each(topic, partition, each);
    }

    /**
     * How many offsets a topic takes: at least as many as it has records.
     *
     * @throws BusUnreachable if that cannot be asked
     */
    long offsets(Topic topic) throws BusUnreachable;
}
