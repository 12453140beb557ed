package dev.airlock.authorisation.decide;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The questions that every set of policies has to answer rightly before it counts: an action with a forbidden flag is refused, whoever asks and
 * however, and the operator's plain run in a normal posture is not, or a set could lock out those who have to replace it.
 */
public final class Trials {
    /** The name of one who asks in trials. */
    static final String SOMEBODY = "trial";

    private Trials() {}

    /** What a set answers wrongly, a line each; none if all is well. */
    public static List<String> failures(Authorises set) {
        List<String> failures = new ArrayList<>();
        for (Flag flag : Flag.values()) {
            withFlag(flag)
                    .filter(ask -> set.on(ask) instanceof Authorisation.Allowed)
                    .findFirst()
                    .ifPresent(ask -> failures.add("it allows " + text(ask) + " with the flag " + flag.label()
                            + ", which no set may; leave base policies alone"));
        }
        lockedOut(set).ifPresent(failures::add);
        return failures;
    }

    private static Stream<Ask> withFlag(Flag flag) {
        return Stream.of(Origin.values())
                .flatMap(origin -> Stream.of(PostureLevel.values()).map(level -> ask(origin, level, Set.of(flag))));
    }

    private static Optional<String> lockedOut(Authorises set) {
        Ask operator = ask(Origin.OPERATOR, PostureLevel.NORMAL_ZERO_TRUST, Set.of());
        return switch (set.on(operator)) {
            case Authorisation.Allowed _ -> Optional.empty();
            case Authorisation.Denied denied ->
                Optional.of("it refuses " + text(operator) + " by " + String.join(", ", denied.policies())
                        + "; permit operators, or nobody can put things right");
        };
    }

    private static String text(Ask ask) {
        return "the run of " + ask.intent() + " by an " + ask.origin() + " under " + ask.posture();
    }

    /** A plain run with everything in its favour. */
    static Ask ask(Origin origin, PostureLevel posture, Set<Flag> flags) {
        return new Ask(
                SOMEBODY,
                origin,
                "code:execute",
                "code:execute",
                "airlock-python:latest",
                posture,
                Cause.OPERATOR,
                Backend.MICROVM,
                Lane.BUS,
                Risk.BENIGN,
                Ask.TRUST_MAX,
                true,
                true,
                true,
                0,
                0,
                flags);
    }
}
