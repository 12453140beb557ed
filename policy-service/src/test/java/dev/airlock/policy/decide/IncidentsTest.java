package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.policy.Fixtures.hard;
import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static dev.airlock.schemas.model.PostureLevel.QUARANTINE_EXTERNAL_AI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.IncidentRules;
import dev.airlock.policy.model.Kill;
import dev.airlock.policy.model.KillWindow;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    /** 3 of a session, 4 of an agent, 6 of 2 agents, 8 of them. */
    private static final IncidentRules RULES = new IncidentRules(true, Duration.ofSeconds(60), 3, 4, 2, 6, 8, false);

    private static final KillWindow NONE = KillWindow.empty(RULES.window());

    private static Kill kill(String id, String agent, String session, long second) {
        return new Kill(id, agent, session, START.plusSeconds(second));
    }

    private static KillWindow window(Kill... kills) {
        KillWindow window = NONE;
        for (Kill kill : kills) {
            window = window.replay(kill);
        }
        return window;
    }

    /** So many kills a second apart, dealt out to agents in turn, each in a session of its own. */
    private static KillWindow spread(int count, int agents) {
        KillWindow window = NONE;
        for (int i = 0; i < count; i++) {
            window = window.replay(kill("t" + i, "agent-" + i % agents, "s-" + i, i));
        }
        return window;
    }

    private static Optional<Verdict> decide(KillWindow kills, Standings standings) {
        return Incidents.decide(kills, standings, RULES, START.plusSeconds(20), "n");
    }

    private static KillWindow threeOfOne() {
        return window(kill("t1", "a", "s", 1), kill("t2", "b", "s", 2), kill("t3", "c", "s", 3));
    }

    @Test
    void three_kills_of_one_session_isolate_it() {
        assertThat(decide(threeOfOne(), Standings.none()).orElseThrow())
                .returns("session:s", Verdict::scope)
                .returns(HARD_QUARANTINE, Verdict::snaftPosture)
                .returns(ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY, Verdict::executionPolicy)
                .returns(Emitters.INCIDENTS, Verdict::emitter)
                .returns("3 of its runs were killed within 60 s", Verdict::reason)
                .returns(Optional.of("tokens: t1, t2, t3"), Verdict::evidence)
                .returns("incident_n", Verdict::verdictId);
    }

    @Test
    void one_less_is_no_incident() {
        assertThat(decide(window(kill("t1", "a", "s", 1), kill("t2", "a", "s", 2)), Standings.none()))
                .isEmpty();
        assertThat(decide(NONE, Standings.none())).isEmpty();
    }

    @Test
    void the_same_token_counts_once_however_often_it_is_read() {
        KillWindow window = window(kill("t1", "a", "s", 1), kill("t2", "a", "s", 2), kill("t1", "a", "s", 1));
        assertThat(window.kills()).hasSize(2);
        assertThat(decide(window, Standings.none())).isEmpty();
    }

    @Test
    void kills_that_are_further_apart_than_the_window_are_no_incident() {
        KillWindow window = window(kill("t1", "a", "s", 0), kill("t2", "a", "s", 30), kill("t3", "a", "s", 61));
        assertThat(Incidents.decide(window, Standings.none(), RULES, START.plusSeconds(61), "n"))
                .isEmpty();
        assertThat(Incidents.decide(threeOfOne(), Standings.none(), RULES, START.plusSeconds(62), "n"))
                .as("when they are found too late, they are over")
                .isEmpty();
    }

    @Test
    void an_agent_is_isolated_in_whatever_sessions_it_was_killed() {
        KillWindow window = spread(4, 1);
        assertThat(decide(window, Standings.none()).orElseThrow())
                .returns("agent:agent-0", Verdict::scope)
                .returns(HARD_QUARANTINE, Verdict::snaftPosture);
    }

    @Test
    void a_burst_of_several_agents_quarantines_the_fleet_and_a_larger_one_hard() {
        assertThat(decide(spread(6, 3), Standings.none()).orElseThrow())
                .returns("fleet", Verdict::scope)
                .returns(QUARANTINE_EXTERNAL_AI, Verdict::snaftPosture)
                .returns(ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD, Verdict::executionPolicy);
        Standings quarantined = heard(Standings.none(), decide(spread(6, 3), Standings.none()));
        assertThat(decide(spread(7, 3), quarantined).map(Verdict::scope)).isNotEqualTo(Optional.of("fleet"));
        assertThat(decide(spread(8, 3), quarantined).orElseThrow())
                .returns("fleet", Verdict::scope)
                .returns(HARD_QUARANTINE, Verdict::snaftPosture);
    }

    @Test
    void any_number_of_kills_of_one_agent_is_no_burst() {
        assertThat(decide(spread(50, 1), Standings.none()).map(Verdict::scope)).contains("agent:agent-0");
    }

    @Test
    void what_stands_is_not_said_again_also_after_a_restart() {
        Standings said = heard(Standings.none(), decide(threeOfOne(), Standings.none()));
        assertThat(decide(threeOfOne(), said)).isEmpty();
        KillWindow more = threeOfOne().replay(kill("t4", "d", "s", 4));
        assertThat(decide(more, said)).isEmpty();
    }

    @Test
    void after_an_operators_word_the_count_begins_anew() {
        Standings said = heard(Standings.none(), decide(threeOfOne(), Standings.none()));
        Verdict ending = asking("o", NORMAL_ZERO_TRUST, START.plusSeconds(21)).about(Scope.session("s"));
        Standings ended = said.replay(Source.OPERATOR, ending);
        assertThat(ended.of(Scope.session("s")).incident()).isEmpty();
        assertThat(decide(threeOfOne(), ended)).isEmpty();
        KillWindow again = threeOfOne().replay(kill("t4", "e", "s", 22)).replay(kill("t5", "f", "s", 23));
        assertThat(Incidents.decide(again, ended, RULES, START.plusSeconds(24), "m"))
                .as("two since then")
                .isEmpty();
        IncidentRules noBurst = new IncidentRules(true, RULES.window(), 3, 4, 2, 60, 80, false);
        KillWindow third = again.replay(kill("t6", "g", "s", 24));
        assertThat(Incidents.decide(third, ended, noBurst, START.plusSeconds(24), "m"))
                .map(Verdict::scope)
                .contains("session:s");
    }

    @Test
    void where_no_more_scopes_can_be_guarded_the_fleet_is() {
        Standings full = Standings.none();
        for (int i = 0; i < Scope.GUARDED_MAX; i++) {
            full = full.replay(Source.OPERATOR, hard("o" + i, Scope.session("x-" + i)));
        }
        Verdict verdict = decide(threeOfOne(), full).orElseThrow();
        assertThat(verdict).returns("fleet", Verdict::scope).returns(HARD_QUARANTINE, Verdict::snaftPosture);
        assertThat(decide(threeOfOne(), heard(full, Optional.of(verdict)))).isEmpty();
    }

    @Test
    void a_verdict_is_later_than_the_kills_it_counts_whatever_the_clock_says() {
        Instant behind = START.minusSeconds(20);
        assertThat(Incidents.decide(threeOfOne(), Standings.none(), RULES, behind, "n")
                        .orElseThrow()
                        .timestamp())
                .isAfter(START.plusSeconds(3));
    }

    @Test
    void nobody_counts_where_incidents_are_not_watched() {
        IncidentRules off = new IncidentRules(false, RULES.window(), 3, 4, 2, 6, 8, false);
        assertThat(Incidents.decide(threeOfOne(), Standings.none(), off, START.plusSeconds(20), "n"))
                .isEmpty();
    }

    @Test
    void the_order_in_which_partitions_are_read_changes_nothing() {
        List<Kill> kills = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            kills.add(kill("t" + i, "agent-" + i % 3, "s-" + i % 7, i * 3L));
        }
        KillWindow inOrder = window(kills.toArray(Kill[]::new));
        var random = new Random(7);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(kills, random);
            assertThat(window(kills.toArray(Kill[]::new))).isEqualTo(inOrder);
        }
    }

    @Test
    void a_flood_of_kills_costs_bounded_memory_and_the_newest_count() {
        KillWindow window = NONE;
        for (int i = 0; i < KillWindow.KEPT_MAX + 100; i++) {
            window = window.replay(new Kill("t" + i, "a" + i % 9, "s" + i, START.plusMillis(i)));
        }
        assertThat(window.kills()).hasSize(KillWindow.KEPT_MAX);
        assertThat(window.kills().getLast().tokenId()).isEqualTo("t" + (KillWindow.KEPT_MAX + 99));
    }

    private static Standings heard(Standings standings, Optional<Verdict> verdict) {
        return standings.replay(Source.INCIDENT, verdict.orElseThrow());
    }
}
