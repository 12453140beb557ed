package dev.airlock.schemas.model;

import java.time.Instant;

/**
 * Somebody's word that an intent is not to be run, or not to its end. Whether it counts follows from who signed it: the key that signed
 * the intent, or an operator's.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param askedAt when this was said
 */
public record Cancel(String session, String intentId, Instant askedAt) {
    public Cancel {
        new IntentKey(session, intentId);
        Check.time("asked_at", askedAt);
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
