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
    /** Whether a token speaks of this. A refusal may be named by the listener, since a frame that it refuses has become no intent. */
    boolean isMeantBy(Token token) {
        var content = token.content();
        boolean refused = content.erin() instanceof Erin.Refused;
        boolean named = content.eraan().key().equals(key)
                || (refused && content.eraan().payloadHash().isEmpty());
        boolean same = content.eraan()
                .payloadHash()
                .map(hash -> hash.value().equals(payloadHash))
                .orElse(refused);
        return named && same && content.intent().equals(intent);
    }
}
