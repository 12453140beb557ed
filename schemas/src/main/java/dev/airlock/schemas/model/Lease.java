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
 */
public record Lease(String scope, String postureId, long sequence, Instant issuedAt, Instant validUntil) {
    public Lease {
        Check.id("scope", scope);
        Check.id("posture_id", postureId);
        Check.time("issued_at", issuedAt);
        Check.time("valid_until", validUntil);
        if (!validUntil.isAfter(issuedAt)) {
            throw new IllegalArgumentException("a lease ends after it begins");
        }
    }
}
