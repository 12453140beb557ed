package dev.airlock.lane.journal;

/**
 * What was appended. The array is not copied: treat it as read-only.
 *
 * @param sequence its number in the journal, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; whoever reads it owns it
public record Entry(long sequence, byte[] payload) {}
