package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * That an intent has been decided, and how; a second copy of it gets this outcome and no run.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param payloadHash {@code sha256:} of its payload
 * @param intentHash {@code sha256:} of the envelope's body
 * @param admitted whether it became an order; else it was refused with a token
 * @param decidedAt when
 */
public record Admission(
        String session, String intentId, String payloadHash, String intentHash, boolean admitted, Instant decidedAt) {
    public Admission {
        new IntentKey(session, intentId);
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
