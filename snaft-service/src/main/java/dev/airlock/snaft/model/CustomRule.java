package dev.airlock.snaft.model;

import dev.airlock.schemas.model.PostureLevel;
import java.util.List;
import java.util.Set;

/**
 * A rule that an operator has added to the standing ones. It can refuse or flag more than they do, and permit nothing.
 *
 * @param name its name in the file, {@code payroll} or {@code flag.deceives}
 * @param priority 0 to 9999; of the custom rules, lower numbers are asked first
 * @param effect what it does
 * @param postures in which postures it holds; never none
 * @param message what its refusal says first
 * @param phrases what is not to be said
 * @param place where it stands in the file
 */
public record CustomRule(
        String name,
        int priority,
        Effect effect,
        Set<PostureLevel> postures,
        String message,
        List<Phrasing> phrases,
        Place place) {
    /** How the rules begin that raise a flag of the authorisation. */
    public static final String FLAG = "flag.";

    /** What a rule does. */
    public enum Effect {
        REFUSE,
        /** It is written down, and the policies can see it if its name is a flag's. */
        FLAG
    }

    public CustomRule {
        postures = Set.copyOf(postures);
        phrases = List.copyOf(phrases);
    }

    /**
     * Its name in screenings and tokens: with a prefix of its own, so that none can be taken for a standing rule. A rule called by a flag keeps
     * that name, which the gateway knows.
     */
    public String id() {
        return name.startsWith(FLAG) ? name : "custom." + name;
    }
}
