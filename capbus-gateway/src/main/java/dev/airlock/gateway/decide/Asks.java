package dev.airlock.gateway.decide;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.RouteTaken;
import dev.airlock.schemas.model.RuleHit;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the policies are asked about a screened intent. */
final class Asks {
    private static final String FLAG = "flag.";

    private Asks() {}

    /**
     * The question; the screening has a route, for it was not refused.
     *
     * @param approved whether an operator's approval of this intent counts
     */
    static Ask of(Effective posture, Screening screening, Lane lane, boolean approved) {
        RouteTaken route = screening.route().orElseThrow();
        return new Ask(
                screening.principal(),
                screening.origin(),
                screening.intent(),
                route.name(),
                route.image(),
                posture.posture(),
                posture.cause(),
                screening.backend(),
                lane,
                screening.risk(),
                screening.trustPercent(),
                screening.identityBound(),
                approved,
                startsOnACopy(screening.backend()),
                screening.memoryMib(),
                screening.timeoutMillis(),
                flags(screening.hits()),
                screening.onBehalfOf());
    }

    /**
     * What the firewall says that the action does: a hit of a rule called {@code flag.} and a flag's name. A name that is none raises all of them,
     * since nobody can say what was meant.
     */
    static Set<Flag> flags(List<RuleHit> hits) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (RuleHit hit : hits) {
            if (hit.rule().startsWith(FLAG)) {
                flags.addAll(Flag.ofLabel(hit.rule().substring(FLAG.length()))
                        .<Set<Flag>>map(Set::of)
                        .orElseGet(() -> EnumSet.allOf(Flag.class)));
            }
        }
        return flags;
    }

    /** A microVM is a fork of its snapshot, or proved to be equal to it; a container runs once; the simulation runs nothing at all. */
    private static boolean startsOnACopy(Backend backend) {
        return switch (backend) {
            case ANY, MICROVM, CONTAINER, SIMULATION -> true;
            case UNKNOWN -> false;
        };
    }
}
