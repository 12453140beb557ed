package dev.airlock.road;

import java.util.List;

/**
 * What a {@link Hop} does with records. All calls come on the hop's thread, one after another.
 *
 * <p>State of a partition changes in {@link #step} already, and either {@link #committed} or {@link #rolledBack} follows: after
 * the latter it must be what the committed mark (and the station's own topics, by {@link Replay}) say. An exception other than
 * {@link BusUnreachable} stops the hop with nothing written, so a record that cannot be read becomes a dead letter among the
 * outputs, not an exception.
 */
public interface Work {
    /**
     * The partition is ours from now on; its state is to be built from what was committed.
     *
     * @param mark what the last committed step left; empty if there was none
     * @throws BusUnreachable if own topics cannot be replayed; it is tried again
     */
    void assigned(int partition, String mark) throws BusUnreachable;

    /** The partition is not ours any more; its state can go. */
    void revoked(int partition);

    /**
     * Turns the next records of a partition, never none, into outputs. It may take only the first of them, or none, and say why it leaves the
     * others: those come again, and the partition's state must be as if they had not come.
     */
    Step step(int partition, List<Inbound> records);

    /** The outputs of the last step of the partition are visible to everybody. */
    default void committed(int partition) {}

    /**
     * Nothing since the step that left {@code mark} has happened; the records come again.
     *
     * @throws BusUnreachable if own topics cannot be replayed; it is tried again
     */
    default void rolledBack(int partition, String mark) throws BusUnreachable {
        revoked(partition);
        assigned(partition, mark);
    }
}
