package dev.airlock.schemas.model;

import java.util.Optional;

/**
 * A delegation as it was opened: with the hash that was computed from what it says, never one that somebody sent.
 *
 * @param hash {@code sha256:} of its canonical bytes
 * @param delegation what it says
 * @param issuer how its issuer stands, and whether he signed it
 * @param takenBack why it counts no more, if somebody has said so who may
 */
public record Link(String hash, Delegation delegation, Issuer issuer, Optional<String> takenBack) {
    /** Who gave it. */
    public sealed interface Issuer {
        /** He may want something, as this class at most, and his signature over these bytes is good. */
        record Signed(String name, Origin origin) implements Issuer {}

        /** His word does not count; the reason is a part of a sentence. */
        record Barred(String reason) implements Issuer {}
    }
}
