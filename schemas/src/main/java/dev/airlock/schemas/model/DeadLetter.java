package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * A record that nobody could read, kept whole unless it is too large for the topic of the dead letters: a producer may compress a
 * record far beyond any limit of the broker into a batch that the broker takes.
 *
 * @param topic where it was
 * @param partition where it was
 * @param offset where it was
 * @param key its key; the first 64 KiB
 * @param value its value; the first 3 MiB
 * @param reason why it could not be read; made one printable line of at most 4096 characters, so that a letter never fails by it
 * @param station who could not read it
 * @param at when
 */
public record DeadLetter(
        String topic, int partition, long offset, Bytes key, Bytes value, String reason, String station, Instant at) {
    private static final int KEY_BYTES_MAX = 64 << 10;
    private static final int VALUE_BYTES_MAX = 3 << 20;

    public DeadLetter {
        key = key.atMost(KEY_BYTES_MAX);
        value = value.atMost(VALUE_BYTES_MAX);
        Check.id("topic", topic);
        reason = Line.fit(reason, Check.TEXT_LENGTH_MAX);
        Check.id("station", station);
    }
}
