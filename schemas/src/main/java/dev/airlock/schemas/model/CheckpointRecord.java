package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * The head of one partition's Merkle log as the bus carries it. What counts is the note, which is signed; the rest is for finding, and must say
 * the same.
 *
 * @param log the log's origin, for example {@code airlock/main/tokens/3}
 * @param partition the partition of the tokens' topic, 0 to 65535
 * @param size how many records of it are in the log: the first ones
 * @param root {@code sha256:} and the root of the Merkle tree over them
 * @param nextOffset the offset behind the last of them; transaction markers take offsets, so it is no less than {@code size}
 * @param at when it was signed
 * @param note the signed note, at most 16 KiB
 */
public record CheckpointRecord(
        String log, int partition, long size, String root, long nextOffset, Instant at, String note) {
    private static final int PARTITION_MAX = 0xffff;
    private static final int NOTE_LENGTH_MAX = 16 << 10;

    public CheckpointRecord {
        Check.id("log", log);
        Check.range("partition", partition, 0, PARTITION_MAX);
        Check.range("size", size, 0, Long.MAX_VALUE);
        Check.sha256("root", root);
        Check.range("next_offset", nextOffset, size, Long.MAX_VALUE);
        Check.time("at", at);
        Check.atMost("note", note, NOTE_LENGTH_MAX);
    }
}
