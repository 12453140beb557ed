package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.policy.Fixtures.by;
import static dev.airlock.policy.Fixtures.expiring;
import static dev.airlock.policy.Fixtures.hard;
import static dev.airlock.policy.Fixtures.verdict;
import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static dev.airlock.schemas.model.PostureLevel.QUARANTINE_EXTERNAL_AI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standing;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Words about agents and sessions, and those of incidents. */
class ScopesTest {
    private static final Scope SESSION = Scope.session("s-1");
    private static final Standings HEALTHY =
            recorded(Standings.none().replay(Source.RUNTIME, verdict("r1", RuntimeMode.EMBEDDED_ONLINE, START)));

    private static Verdict incident(String id, Scope scope, PostureLevel level, Instant at) {
        return by(Emitters.INCIDENTS, asking(id, level, at)).about(scope);
    }

    private static Verdict normal(Scope scope, Instant at) {
        return asking("normal-" + at, NORMAL_ZERO_TRUST, at).about(scope);
    }

    /** What there is to append is appended. */
    private static Standings recorded(Standings standings) {
        return Ladder.decide(standings, START.plusSeconds(3), "n")
                .map(posture -> recorded(standings.replay(posture)))
                .orElse(standings);
    }

    private static Posture of(Standings standings, Scope scope) {
        return standings.of(scope).recorded().orElseThrow();
    }

    @Test
    void a_word_about_a_session_is_a_posture_of_that_session_and_leaves_the_fleets_alone() {
        Standings guarded = recorded(HEALTHY.replay(Source.OPERATOR, hard("o1", SESSION)));
        assertThat(of(guarded, SESSION))
                .returns("session:s-1", Posture::scope)
                .returns(HARD_QUARANTINE, Posture::posture)
                .returns(Cause.OPERATOR, Posture::cause)
                .returns("o1", Posture::verdictId)
                .returns(1L, Posture::sequence);
        assertThat(guarded.fleet().recorded()).isEqualTo(HEALTHY.fleet().recorded());
        assertThat(guarded.newest()).isEqualTo(1);
    }

    @Test
    void nobodys_word_about_a_scope_is_no_posture_of_it() {
        assertThat(Ladder.decide(HEALTHY, START.plusSeconds(3), "n")).isEmpty();
        Standings quiet = HEALTHY.replay(Source.OPERATOR, normal(SESSION, START));
        assertThat(Ladder.decide(quiet, START.plusSeconds(3), "n"))
                .as("normal about a session that was never guarded")
                .isEmpty();
    }

    @Test
    void an_operator_ends_a_sessions_posture_and_the_record_of_that_comes_before_it_is_forgotten() {
        Standings guarded = recorded(HEALTHY.replay(Source.OPERATOR, hard("o1", SESSION)));
        Standings ended = guarded.replay(Source.OPERATOR, normal(SESSION, START.plusSeconds(1)));
        assertThat(ended.of(SESSION).guarded()).as("until it is recorded").isTrue();
        assertThat(of(recorded(ended), SESSION))
                .returns(NORMAL_ZERO_TRUST, Posture::posture)
                .returns(true, Posture::open)
                .returns(2L, Posture::sequence);
        assertThat(recorded(ended).of(SESSION).guarded()).isFalse();
    }

    @Test
    void an_incident_ends_by_an_operators_later_word_and_by_nothing_else() {
        Instant later = START.plusSeconds(1);
        Standings struck =
                recorded(HEALTHY.replay(Source.INCIDENT, incident("i1", Scope.FLEET, HARD_QUARANTINE, later)));
        assertThat(of(struck, Scope.FLEET))
                .returns(HARD_QUARANTINE, Posture::posture)
                .returns(Cause.INCIDENT, Posture::cause);
        Standings healed =
                struck.replay(Source.RUNTIME, verdict("r2", RuntimeMode.EMBEDDED_ONLINE, START.plusSeconds(60)));
        assertThat(of(recorded(healed), Scope.FLEET).posture())
                .as("a runtime that recovers ends no incident")
                .isEqualTo(HARD_QUARANTINE);
        Standings early = struck.replay(Source.OPERATOR, normal(Scope.FLEET, later));
        assertThat(of(recorded(early), Scope.FLEET).posture())
                .as("a word of before, which knew nothing of it")
                .isEqualTo(HARD_QUARANTINE);
        Standings ended = struck.replay(Source.OPERATOR, normal(Scope.FLEET, later.plusMillis(1)));
        assertThat(of(recorded(ended), Scope.FLEET).posture()).isEqualTo(NORMAL_ZERO_TRUST);
    }

    @Test
    void a_restart_while_an_incident_stands_comes_to_the_same_posture() {
        Verdict healthy = verdict("r1", RuntimeMode.EMBEDDED_ONLINE, START);
        Verdict struck = incident("i1", SESSION, HARD_QUARANTINE, START.plusSeconds(1));
        Verdict recovered = verdict("r2", RuntimeMode.EMBEDDED_ONLINE, START.plusSeconds(2));
        Standings before =
                recorded(recorded(HEALTHY.replay(Source.INCIDENT, struck)).replay(Source.RUNTIME, recovered));
        Standings after = Standings.none()
                .replay(Source.RUNTIME, healthy)
                .replay(Source.INCIDENT, struck)
                .replay(Source.RUNTIME, recovered)
                .replay(of(HEALTHY, Scope.FLEET))
                .replay(of(before, SESSION));
        assertThat(after).isEqualTo(before);
        assertThat(Ladder.decide(after, START.plusSeconds(9), "n")).isEmpty();
    }

    @Test
    void an_incident_is_remembered_where_a_stricter_word_of_the_runtime_stood_over_it() {
        Standings closed = recorded(Standings.none().replay(Source.RUNTIME, verdict("r1", RuntimeMode.OFFLINE, START)));
        Standings both = recorded(closed.replay(
                Source.INCIDENT, incident("i1", Scope.FLEET, QUARANTINE_EXTERNAL_AI, START.plusSeconds(1))));
        assertThat(of(both, Scope.FLEET).cause()).isEqualTo(Cause.RUNTIME);
        Standings healed =
                recorded(both.replay(Source.RUNTIME, verdict("r2", RuntimeMode.EMBEDDED_ONLINE, START.plusSeconds(2))));
        assertThat(of(healed, Scope.FLEET))
                .returns(QUARANTINE_EXTERNAL_AI, Posture::posture)
                .returns(Cause.INCIDENT, Posture::cause);
    }

    @Test
    void a_milder_incident_softens_no_harder_one() {
        Standings standings = HEALTHY.replay(
                        Source.INCIDENT, incident("i1", Scope.FLEET, HARD_QUARANTINE, START.plusSeconds(1)))
                .replay(Source.INCIDENT, incident("i2", Scope.FLEET, QUARANTINE_EXTERNAL_AI, START.plusSeconds(2)));
        assertThat(of(recorded(standings), Scope.FLEET))
                .returns(HARD_QUARANTINE, Posture::posture)
                .returns("i1", Posture::verdictId);
        assertThat(standings.fleet().heard("i2")).isTrue();
    }

    @Test
    void an_operator_ends_an_incident_of_one_scope_and_not_anothers() {
        Standings struck =
                HEALTHY.replay(Source.INCIDENT, incident("i1", SESSION, HARD_QUARANTINE, START.plusSeconds(1)));
        Standings fleet = struck.replay(Source.OPERATOR, normal(Scope.FLEET, START.plusSeconds(2)));
        assertThat(of(recorded(fleet), SESSION).posture()).isEqualTo(HARD_QUARANTINE);
    }

    @Test
    void a_change_of_the_runtime_is_no_news_about_a_session() {
        Standings guarded = recorded(HEALTHY.replay(Source.OPERATOR, hard("o1", SESSION)));
        Standings offline =
                recorded(guarded.replay(Source.RUNTIME, verdict("r2", RuntimeMode.OFFLINE, START.plusSeconds(1))));
        assertThat(of(offline, SESSION)).isEqualTo(of(guarded, SESSION));
        assertThat(of(offline, Scope.FLEET).posture()).isEqualTo(HARD_QUARANTINE);
    }

    @Test
    void an_expired_word_about_a_session_still_quarantines_it() {
        Verdict ending = expiring(asking("o1", HARD_QUARANTINE, START), START.plusSeconds(1))
                .about(SESSION);
        assertThat(of(recorded(HEALTHY.replay(Source.OPERATOR, ending)), SESSION)
                        .posture())
                .isEqualTo(HARD_QUARANTINE);
        Verdict open = expiring(asking("o2", NORMAL_ZERO_TRUST, START), START.plusSeconds(1))
                .about(SESSION);
        assertThat(of(recorded(HEALTHY.replay(Source.OPERATOR, open)), SESSION).posture())
                .isEqualTo(QUARANTINE_EXTERNAL_AI);
    }

    @Test
    void no_number_of_scopes_makes_it_remember_more_than_it_keeps_and_none_that_is_guarded_is_forgotten() {
        Standings standings = recorded(HEALTHY.replay(Source.OPERATOR, hard("o1", SESSION)));
        for (int i = 0; i < Standings.KEPT_MAX + 50; i++) {
            standings = standings.replay(Source.OPERATOR, normal(Scope.session("t-" + i), START));
        }
        assertThat(standings.all()).hasSize(Standings.KEPT_MAX + 1);
        assertThat(standings.all()).map(Standing::scope).startsWith(Scope.FLEET, SESSION);
        assertThat(standings.guarded()).isEqualTo(1);
    }
}
