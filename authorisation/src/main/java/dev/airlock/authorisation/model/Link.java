package dev.airlock.authorisation.model;

/**
 * A delegation as it was opened: with the hash that was computed from what it says, never one that somebody sent.
 *
 * @param hash {@code sha256:} of its canonical bytes
 * @param delegation what it says
 * @param signed whether the issuer's signature over these bytes is good
 */
public record Link(String hash, Delegation delegation, boolean signed) {}
