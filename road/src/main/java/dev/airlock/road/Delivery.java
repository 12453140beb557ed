package dev.airlock.road;

/** What became of a record that was sent. */
public sealed interface Delivery {
    /** All replicas in sync have it. */
    record Delivered(int partition, long offset) implements Delivery {}

    /** The topic does not take records of this size; nothing was sent. */
    record TooLarge(int bytes, int bytesMax) implements Delivery {}

    /**
     * The bus did not take it in time, or not at all; it may still arrive.
     *
     * @param passing whether Kafka says that the reason may pass, so that the same record can be sent again
     */
    record Unreachable(String reason, boolean passing) implements Delivery {}
}
