package dev.airlock.lane.model;

import dev.airlock.schemas.model.IntentKey;

/**
 * What an intent asks for under its id; a second one with the same id is a copy if all four are equal, and else another's.
 *
 * @param sender who asks: the id of his key, or that nobody signed; empty if an older journal does not say, which is nobody
 * @param intent what is wanted
 * @param contentHash {@code sha256:} over the payload and all input files; empty if an older journal does not say
 */
public record Wish(IntentKey key, String sender, String intent, String contentHash) {
    /** One of which it is not known who asked for what: no intent is its copy. */
    public static Wish unknown(IntentKey key, String intent) {
        return new Wish(key, "", intent, "");
    }
}
