package dev.airlock.authorisation.decide;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Flag;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The answer where no policy can be asked: there is no engine on this machine, or nobody knows yet, or any more, which set counts. {@code local} and
 * {@code operator} go on, so that somebody can put it right; all others are refused. The forbidden flags are refused here, too.
 */
public final class Rescue {
    /** The id of the rule by which the machine's own people go on. */
    public static final String RULE = "built-in-rescue";
    /** The id under which all others are refused. */
    public static final String NO_ENGINE = "policy-engine";

    private Rescue() {}

    /**
     * The answer.
     *
     * @param why what is missing, and what to do about it
     */
    public static Authorisation on(Ask ask, String why) {
        if (!ask.flags().isEmpty()) {
            String flags = ask.flags().stream().map(Flag::label).collect(Collectors.joining(", "));
            return new Authorisation.Denied(
                    List.of(RULE), "the action is said to have " + flags + ", which is refused", Authorisation.NO_SET);
        }
        return switch (ask.origin()) {
            case LOCAL, OPERATOR -> new Authorisation.Allowed(List.of(RULE), Authorisation.NO_SET);
            case EXTERNAL_AI, EXTERNAL, INTERNAL ->
                new Authorisation.Denied(
                        List.of(NO_ENGINE),
                        "no policy can be asked: " + why + "; until then only local and operator callers are served",
                        Authorisation.NO_SET);
        };
    }

    /**
     * The answer by a set that may not be the newest: what it denies is denied, and what it allows is allowed to those who go on without an engine too.
     *
     * @param byKnown what the set says
     * @param why it is not known to be the newest, and what to do about it
     */
    public static Authorisation stale(Authorisation byKnown, Ask ask, String why) {
        return switch (byKnown) {
            case Authorisation.Denied denied -> denied;
            case Authorisation.Allowed allowed ->
                on(ask, why) instanceof Authorisation.Denied denied ? denied : allowed;
        };
    }
}
