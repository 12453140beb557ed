package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * Policy's word that a posture still holds.
 *
 * @param scope whom the posture binds
 * @param postureId the posture
 * @param sequence the posture's sequence number
 * @param issuedAt when this was said
 * @param validUntil when it stops to count, by the wall clock; a reader also counts from when it read it
 * @param knownUpTo the newest posture of any scope that policy had recorded; a reader who knows less may miss one that binds somebody
 */
public record Lease(
        String scope, String postureId, long sequence, Instant issuedAt, Instant validUntil, long knownUpTo) {
    public Lease {
        Check.id("scope", scope);
        Check.id("posture_id", postureId);
        Check.time("issued_at", issuedAt);
        Check.time("valid_until", validUntil);
        if (!validUntil.isAfter(issuedAt)) {
            throw new IllegalArgumentException("a lease ends after it begins");
        }
        Check.range("known_up_to", knownUpTo, 0, Long.MAX_VALUE);
    }

    /** One that asks for no other scope to be known. */
    public Lease(String scope, String postureId, long sequence, Instant issuedAt, Instant validUntil) {
        this(scope, postureId, sequence, issuedAt, validUntil, 0);
    }

    /** The same, asking for more to be known. */
    public Lease asking(long newKnownUpTo) {
        return new Lease(scope, postureId, sequence, issuedAt, validUntil, newKnownUpTo);
    }
}
