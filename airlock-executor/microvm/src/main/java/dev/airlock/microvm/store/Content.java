package dev.airlock.microvm.store;

/**
 * What is in a snapshot's files.
 *
 * @param digest the snapshot's own: {@code sha256:} and 64 hex digits over memory, what is known of its pages, and registers
 * @param pages how many pages of 4096 bytes are not all zeros
 * @param root of the tree over all pages: {@code sha256:} and 64 hex digits
 * @param stateBytes of the file of the state
 * @param stateDigest of that file: {@code sha256:} and 64 hex digits
 */
public record Content(String digest, int pages, String root, int stateBytes, String stateDigest) {}
