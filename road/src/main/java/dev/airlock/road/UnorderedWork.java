package dev.airlock.road;

import java.util.concurrent.CompletionStage;

/**
 * What an {@link UnorderedHop} does with records. All calls, and those to {@link Sealing}, come on the hop's thread, one after
 * another; none may block. An exception, or a stage that ends with one, stops the hop with nothing written: what can go wrong with
 * a record is told by its sealing.
 */
public interface UnorderedWork {
    /**
     * The partition is ours from now on.
     *
     * @param mark what the last committed sealing left; empty if there was none
     * @throws BusUnreachable if own topics cannot be replayed; it is tried again
     */
    void assigned(int partition, String mark) throws BusUnreachable;

    /** The partition is not ours any more: runs that were begun for it can be stopped, nobody will ask for their end. */
    void revoked(int partition);

    /**
     * Begins with a record. At most one of a key is under way; others of the partition may overtake it.
     *
     * @return completes, on any thread, when the record is finished and can be sealed
     */
    CompletionStage<Sealing> begin(Inbound record);

    /** The outputs of the partition's last transaction are visible to everybody. */
    default void committed(int partition) {}

    /**
     * What was sealed since {@code mark} has not happened, or it was not known whether it had: the state of the partition is what
     * the mark says, and what is not done yet will be sealed again. Nothing is begun again.
     */
    default void rolledBack(int partition, String mark) throws BusUnreachable {
        assigned(partition, mark);
    }
}
