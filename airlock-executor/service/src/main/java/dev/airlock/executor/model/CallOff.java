package dev.airlock.executor.model;

import dev.airlock.schemas.model.IntentKey;

/**
 * Somebody's wish that an intent be not run, or not to its end.
 *
 * @param key whose run
 * @param authority by what right, which is judged when the order is at hand
 * @param by who it is, in words of at most 128 characters
 */
public record CallOff(IntentKey key, Authority authority, String by) {
    /** By what right somebody calls a run off. */
    public sealed interface Authority {
        /** An operator's key signed it. */
        record Operator() implements Authority {}

        /** The key with this id signed it. */
        record Signer(String keyId) implements Authority {}

        /** The ingress of this node's fast lane vouches that it came from who sent the intent. */
        record Ingress() implements Authority {}
    }

    /** One sentence, as it stands in the token. */
    public String text() {
        return "cancelled by " + by;
    }
}
