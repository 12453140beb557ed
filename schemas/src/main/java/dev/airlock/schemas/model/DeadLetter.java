package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * A record that nobody could read, kept whole.
 *
 * @param topic where it was
 * @param partition where it was
 * @param offset where it was
 * @param key its key
 * @param value its value
 * @param reason why it could not be read; made one printable line of at most 4096 characters, so that a letter never fails by it
 * @param station who could not read it
 * @param at when
 */
public record DeadLetter(
        String topic, int partition, long offset, Bytes key, Bytes value, String reason, String station, Instant at) {
    public DeadLetter {
        Check.id("topic", topic);
        reason = Line.fit(reason, Check.TEXT_LENGTH_MAX);
        Check.id("station", station);
    }
}
