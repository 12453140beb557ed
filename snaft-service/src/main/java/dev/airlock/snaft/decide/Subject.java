package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.Origin;
import dev.airlock.snaft.decide.phrase.Seen;
import dev.airlock.snaft.model.Claims;

/**
 * What a rule looks at.
 *
 * @param intent what is wanted
 * @param origin the effective origin
 * @param text the payload and the input files as text
 * @param claims what the agent's framework says of its work
 * @param seen what the text was found to say; {@link RuleBook} puts it in
 */
public record Subject(String intent, Origin origin, String text, Claims claims, Seen seen) {
    /** A subject of which nobody claims anything, and whose text was not read yet. */
    public Subject(String intent, Origin origin, String text) {
        this(intent, origin, text, Claims.NONE, Seen.NOTHING);
    }

    Subject with(Seen seen) {
        return new Subject(intent, origin, text, claims, seen);
    }
}
