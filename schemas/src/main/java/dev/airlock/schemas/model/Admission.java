package dev.airlock.schemas.model;

import java.time.Instant;
import java.util.Optional;

/**
 * That an intent has been decided, and how; a second copy of it gets this outcome and no run.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param payloadHash {@code sha256:} of its payload
 * @param intentHash {@code sha256:} of the envelope's body
 * @param admitted whether it became an order; else it was refused with a token
 * @param decidedAt when
 * @param approvalId the operator's approval that it used up; empty if none was needed
 */
public record Admission(
        String session,
        String intentId,
        String payloadHash,
        String intentHash,
        boolean admitted,
        Instant decidedAt,
        Optional<String> approvalId) {
    public Admission {
        new IntentKey(session, intentId);
        approvalId.ifPresent(id -> Check.id("approval_id", id));
    }

    /** Without an approval. */
    public Admission(
            String session,
            String intentId,
            String payloadHash,
            String intentHash,
            boolean admitted,
            Instant decidedAt) {
        this(session, intentId, payloadHash, intentHash, admitted, decidedAt, Optional.empty());
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
