package dev.airlock.provenance.token;

import dev.airlock.schemas.model.Mode;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Everything that a token will say, before it has a place in a chain and a signature. It is another type than the
 * sealed token on purpose: nothing unsigned can be taken for one.
 *
 * @param timestamp when it was made, cut to whole microseconds; years 2000 to 9999
 * @param actor who seals, as {@code jis:} and up to 250 characters
 * @param ainsIdentity who asked, as the intent says; 1 to 256 characters
 * @param intent the intent's name, for example {@code code:execute}; 1 to 256 characters
 * @param erachter why: what the caller gave as purpose, or what made the decision necessary; 1 to 2000 characters
 */
public record UnsealedToken(
        TokenId id,
        Instant timestamp,
        String actor,
        String ainsIdentity,
        String intent,
        Erin erin,
        Eraan eraan,
        Eromheen eromheen,
        String erachter) {
    private static final Pattern ACTOR = Pattern.compile("jis:[A-Za-z0-9][A-Za-z0-9._:@/-]{0,249}");

    /** @throws IllegalArgumentException if a field is unfit, or the calls disagree with the mode */
    public UnsealedToken {
        timestamp = Checks.time("timestamp", timestamp);
        if (!ACTOR.matcher(actor).matches()) {
            throw new IllegalArgumentException("actor must be a jis: URI");
        }
        Checks.text("ains_identity", ainsIdentity, 256);
        Checks.text("intent", intent, 256);
        Checks.text("erachter", erachter, 2000);
        boolean audit = eromheen.mode() == Mode.AUDIT;
        if (syscalls(erin).filter(calls -> calls.audited().isPresent() != audit).isPresent()) {
            throw new IllegalArgumentException("erin.syscalls.audited must be there in audit mode and in no other");
        }
    }

    private static Optional<Syscalls> syscalls(Erin erin) {
        return switch (erin) {
            case Erin.Completed completed -> Optional.of(completed.syscalls());
            case Erin.Killed killed -> killed.syscalls();
            case Erin.Faulted faulted -> faulted.syscalls();
            case Erin.Refused _ -> Optional.empty();
        };
    }
}
