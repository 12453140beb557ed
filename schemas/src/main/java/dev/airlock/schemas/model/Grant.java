package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * The gateway's leave for one run.
 *
 * @param grantId its name, unique
 * @param postureId under which posture it was given
 * @param verdictId the verdict behind that posture
 * @param posture the rung at that time
 * @param issuedAt when
 * @param expiresAt when it stops to count
 */
public record Grant(
        String grantId, String postureId, String verdictId, PostureLevel posture, Instant issuedAt, Instant expiresAt) {
    public Grant {
        Check.id("grant_id", grantId);
        Check.id("posture_id", postureId);
        Check.id("verdict_id", verdictId);
        Check.time("issued_at", issuedAt);
        Check.time("expires_at", expiresAt);
        if (!expiresAt.isAfter(issuedAt)) {
            throw new IllegalArgumentException("a grant ends after it begins");
        }
    }
}
