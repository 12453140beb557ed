package dev.airlock.policy.decide;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.IncidentRules;
import dev.airlock.policy.model.Kill;
import dev.airlock.policy.model.KillWindow;
import dev.airlock.policy.model.Standing;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.PythonFallback;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.RustAirlock;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.TrustKernel;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From kills to verdicts: too many of one session isolate it, too many of one agent isolate it, and a burst across agents guards the
 * fleet. What was said is remembered by the verdicts themselves, also when the kills are long out of the window; an operator's later
 * word ends it, and kills of before that word count no more.
 */
public final class Incidents {
    private static final int NAMED_MAX = 16;
    private static final int EVIDENCE_MAX = 2000;

    private Incidents() {}

    private record Finding(Scope scope, PostureLevel level, List<Kill> kills, String reason) {}

    /**
     * The next verdict to emit; none if all that the kills ask for stands already. The fleet comes first, so that a burst does not wait
     * behind a thousand sessions.
     *
     * @param kills what was killed, up to now
     * @param now the wall clock, for the verdict's time
     * @param nonce makes the verdict's id unique: 1 to 64 visible characters
     */
    public static Optional<Verdict> decide(
            KillWindow kills, Standings standings, IncidentRules rules, Instant now, String nonce) {
        KillWindow window = kills.at(now);
        return rules.watched() && !window.kills().isEmpty()
                ? burst(window, standings, rules)
                        .or(() -> within(window, standings, rules))
                        .map(finding -> verdict(finding, standings.of(finding.scope()), now, nonce))
                : Optional.empty();
    }

    private static Optional<Finding> burst(KillWindow window, Standings standings, IncidentRules rules) {
        Standing fleet = standings.fleet();
        List<Kill> counted = window.after(begins(fleet));
        int agents = KillWindow.agents(counted).size();
        if (agents < rules.burstAgents() || counted.size() < rules.burstKills()) {
            return Optional.empty();
        }
        PostureLevel level = counted.size() >= rules.burstHardKills()
                ? PostureLevel.HARD_QUARANTINE
                : PostureLevel.QUARANTINE_EXTERNAL_AI;
        return stands(fleet, level)
                ? Optional.empty()
                : Optional.of(new Finding(
                        Scope.FLEET,
                        level,
                        counted,
                        counted.size() + " runs of " + agents + " agents were killed within "
                                + rules.window().toSeconds() + " s"));
    }

    private static Optional<Finding> within(KillWindow window, Standings standings, IncidentRules rules) {
        return crowded(window, standings, rules.sessionKills(), kill -> Scope.session(kill.session()), rules)
                .or(() -> crowded(window, standings, rules.agentKills(), kill -> Scope.agent(kill.agent()), rules));
    }

    private static Optional<Finding> crowded(
            KillWindow window, Standings standings, int most, Function<Kill, Scope> scopeOf, IncidentRules rules) {
        var byScope = window.kills().stream()
                .collect(Collectors.groupingBy(kill -> scopeOf.apply(kill).text(), TreeMap::new, Collectors.toList()));
        for (var entry : byScope.entrySet()) {
            Scope scope = Scope.of(entry.getKey());
            Standing standing = standings.of(scope);
            List<Kill> counted = entry.getValue().stream()
                    .filter(kill -> kill.at().isAfter(begins(standing)))
                    .toList();
            if (counted.size() >= most && !stands(standing, PostureLevel.HARD_QUARANTINE)) {
                return room(standings, standing)
                        ? Optional.of(new Finding(
                                scope,
                                PostureLevel.HARD_QUARANTINE,
                                counted,
                                counted.size() + " of its runs were killed within "
                                        + rules.window().toSeconds() + " s"))
                        : tooMany(standings, counted);
            }
        }
        return Optional.empty();
    }

    private static boolean room(Standings standings, Standing standing) {
        return standing.guarded() || standings.guarded() < Scope.GUARDED_MAX;
    }

    /** More scopes than can be guarded one by one are everybody. */
    private static Optional<Finding> tooMany(Standings standings, List<Kill> counted) {
        return stands(standings.fleet(), PostureLevel.HARD_QUARANTINE)
                ? Optional.empty()
                : Optional.of(new Finding(
                        Scope.FLEET,
                        PostureLevel.HARD_QUARANTINE,
                        counted,
                        Scope.GUARDED_MAX + " agents and sessions are guarded and another one has to be"));
    }

    private static boolean stands(Standing standing, PostureLevel level) {
        return standing.incident()
                .filter(held -> held.snaftPosture().compareTo(level) >= 0)
                .isPresent();
    }

    private static Instant begins(Standing standing) {
        return standing.operator().map(Verdict::timestamp).orElse(Instant.MIN);
    }

    private static Verdict verdict(Finding finding, Standing standing, Instant now, String nonce) {
        boolean hard = finding.level() == PostureLevel.HARD_QUARANTINE;
        // How the runtime is, the observer says elsewhere; this word is about who may come in.
        return new Verdict(
                        Verdict.KIND,
                        "incident_" + nonce,
                        after(finding, standing, now),
                        Emitters.INCIDENTS,
                        RuntimeMode.EMBEDDED_ONLINE,
                        RustAirlock.EMBEDDED,
                        TrustKernel.ONLINE_WITH_AIRLOCK,
                        PythonFallback.DISABLED,
                        ExternalInbound.DENY,
                        hard
                                ? ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY
                                : ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                        finding.level(),
                        finding.reason(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())
                .about(finding.scope())
                .with(evidence(finding.kills()));
    }

    /** Later than what it counted and than what it replaces, whatever the clocks say. */
    private static Instant after(Finding finding, Standing standing, Instant now) {
        Instant latest = finding.kills().getLast().at();
        Instant held = standing.incident().map(Verdict::timestamp).orElse(latest);
        Instant earliest = (held.isAfter(latest) ? held : latest).plus(1, ChronoUnit.MICROS);
        return earliest.isAfter(now) ? earliest : now;
    }

    private static String evidence(List<Kill> kills) {
        List<Kill> newest = kills.subList(Math.max(0, kills.size() - NAMED_MAX), kills.size());
        String names = newest.stream().map(Kill::tokenId).collect(Collectors.joining(", "));
        return Line.fit(
                (kills.size() > NAMED_MAX ? "the last tokens of " + kills.size() + ": " : "tokens: ") + names,
                EVIDENCE_MAX);
    }
}
