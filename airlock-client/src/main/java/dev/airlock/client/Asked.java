package dev.airlock.client;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.schemas.model.IntentKey;

/**
 * What an answer has to answer.
 *
 * @param key the intent's name
 * @param intent what was wanted
 * @param payloadHash {@code sha256:} of the payload
 */
record Asked(IntentKey key, String intent, String payloadHash) {
    /** Whether a token speaks of this. A frame that is refused before it becomes an intent is named by its listener, and has no payload. */
    boolean isMeantBy(Token token) {
        var content = token.content();
        var payload = content.eraan().payloadHash();
        if (payload.isEmpty()) {
            return content.erin() instanceof Erin.Refused;
        }
        return payload.get().value().equals(payloadHash)
                && content.eraan().key().equals(key)
                && content.intent().equals(intent);
    }
}
