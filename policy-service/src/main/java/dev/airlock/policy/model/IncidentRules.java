package dev.airlock.policy.model;

import java.time.Duration;
import java.util.List;

/**
 * When kills are an incident. Only runs from outside count, since only they are kept out by what follows; an operator's word about a scope
 * begins the count of that scope anew.
 *
 * @param watched whether anybody counts at all
 * @param window how far back is counted
 * @param sessionKills so many of one session isolate the session
 * @param agentKills so many of one agent isolate the agent, in whatever sessions
 * @param burstAgents kills of fewer agents than this are no burst, however many
 * @param burstKills so many of at least {@code burstAgents} quarantine the fleet
 * @param burstHardKills so many put it in hard quarantine
 * @param limits whether runs that met a limit (deadline, memory, output, files, calls) count too, not only violations
 */
public record IncidentRules(
        boolean watched,
        Duration window,
        int sessionKills,
        int agentKills,
        int burstAgents,
        int burstKills,
        int burstHardKills,
        boolean limits) {
    /** What holds where nobody says otherwise. */
    public static final IncidentRules DEFAULT = new IncidentRules(true, Duration.ofMinutes(10), 3, 6, 3, 12, 36, false);

    public IncidentRules {
        atMost("incident.session.kills", sessionKills, "incident.agent.kills", agentKills);
        atMost("incident.burst.kills", burstKills, "incident.burst.hard.kills", burstHardKills);
        if (burstHardKills > KillWindow.KEPT_MAX || agentKills > KillWindow.KEPT_MAX) {
            throw new IllegalArgumentException(
                    "incidents are counted up to " + KillWindow.KEPT_MAX + " kills; ask for no more");
        }
    }

    private static void atMost(String lesserName, int lesser, String greaterName, int greater) {
        if (lesser < 1 || lesser > greater) {
            throw new IllegalArgumentException(
                    lesserName + " is " + lesser + "; it must be 1 to " + greaterName + ", which is " + greater);
        }
    }

    /** The rules in words, a line each. */
    public List<String> explained() {
        if (!watched) {
            return List.of("incidents are not watched (incident.watch=false)");
        }
        String what = limits ? "violations or met limits" : "violations";
        String span = " within " + window.toSeconds() + " s";
        return List.of(
                sessionKills + " " + what + " of one session" + span + " isolate it",
                agentKills + " " + what + " of one agent" + span + " isolate it",
                burstKills + " of at least " + burstAgents + " agents" + span + " quarantine external AI everywhere",
                burstHardKills + " of at least " + burstAgents + " agents" + span + " put everybody in hard quarantine",
                "only an operator ends what incidents began");
    }
}
