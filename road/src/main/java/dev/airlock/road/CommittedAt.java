package dev.airlock.road;

/**
 * What the group has committed for a partition.
 *
 * @param offset the next offset to read
 * @param metadata what was committed with it; empty if nothing was
 */
record CommittedAt(long offset, String metadata) {}
