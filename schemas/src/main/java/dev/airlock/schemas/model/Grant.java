package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The gateway's leave for one run.
 *
 * @param grantId its name, unique
 * @param postureId under which posture it was given
 * @param verdictId the verdict behind that posture
 * @param posture the rung at that time
 * @param issuedAt when
 * @param expiresAt when it stops to count
 * @param policyVersion which set of policies was asked: {@code sha256:} of its text, or {@code none} where there was no engine to ask; empty from
 *     gateways that asked none
 * @param policies the ids of the policies that permit it, sorted; at most {@value #POLICIES_MAX}
 * @param approvalId the operator's approval that is used up by this leave; empty if none was needed
 */
public record Grant(
        String grantId,
        String postureId,
        String verdictId,
        PostureLevel posture,
        Instant issuedAt,
        Instant expiresAt,
        String policyVersion,
        List<String> policies,
        Optional<String> approvalId) {
    /** The most policies that a grant names. */
    public static final int POLICIES_MAX = 8;

    public Grant {
        Check.id("grant_id", grantId);
        Check.id("posture_id", postureId);
        Check.id("verdict_id", verdictId);
        Check.time("issued_at", issuedAt);
        Check.time("expires_at", expiresAt);
        if (!expiresAt.isAfter(issuedAt)) {
            throw new IllegalArgumentException("a grant ends after it begins");
        }
        if (!policyVersion.isEmpty()) {
            Check.id("policy_version", policyVersion);
        }
        policies = List.copyOf(policies);
        Check.range("number of policies", policies.size(), 0, POLICIES_MAX);
        policies.forEach(policy -> Check.id("policy", policy));
        approvalId.ifPresent(id -> Check.id("approval_id", id));
    }

    /** Without an approval. */
    public Grant(
            String grantId,
            String postureId,
            String verdictId,
            PostureLevel posture,
            Instant issuedAt,
            Instant expiresAt,
            String policyVersion,
            List<String> policies) {
        this(grantId, postureId, verdictId, posture, issuedAt, expiresAt, policyVersion, policies, Optional.empty());
    }

    /** The leave of a gateway that asked no policy. */
    public Grant(
            String grantId,
            String postureId,
            String verdictId,
            PostureLevel posture,
            Instant issuedAt,
            Instant expiresAt) {
        this(grantId, postureId, verdictId, posture, issuedAt, expiresAt, "", List.of());
    }
}
