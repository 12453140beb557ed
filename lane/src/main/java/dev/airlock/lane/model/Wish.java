package dev.airlock.lane.model;

import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Intents;

/**
 * What an intent asks for under its id; a second one with the same id is a copy if all four are equal, and else another's.
 *
 * @param sender who asks, as {@link Intents.Opened#sender} names it; empty if an older journal does not say, which is nobody
 * @param intent what is wanted
 * @param contentHash {@code sha256:} over the payload and all input files; empty if an older journal does not say
 */
public record Wish(IntentKey key, String sender, String intent, String contentHash) {
    /** What an intent that was read asks for. */
    public static Wish of(Intents.Opened opened) {
        return new Wish(opened.intent().key(), opened.sender(), opened.intent().intent(), opened.contentHash());
    }

    /** One of which it is not known who asked for what: no intent is its copy. */
    public static Wish unknown(IntentKey key, String intent) {
        return new Wish(key, "", intent, "");
    }
}
