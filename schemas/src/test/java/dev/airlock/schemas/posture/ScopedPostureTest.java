package dev.airlock.schemas.posture;

import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static dev.airlock.schemas.model.PostureLevel.QUARANTINE_EXTERNAL_AI;
import static dev.airlock.schemas.posture.Postures.START;
import static dev.airlock.schemas.posture.Postures.hard;
import static dev.airlock.schemas.posture.Postures.lease;
import static dev.airlock.schemas.posture.Postures.normal;
import static dev.airlock.schemas.posture.Postures.relaxed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Postures of agents and sessions beside the fleet's: the stricter wins, and what is not known is closed. */
class ScopedPostureTest {
    private static final Scope SESSION = Scope.session("s-1");
    private static final Scope AGENT = Scope.agent("crawler");
    private static final Whom INSIDE = new Whom("crawler", "s-1");
    private static final Whom OUTSIDE = new Whom("other", "s-2");

    private final PostureView open = PostureView.unknown().replay(normal(0)).replay(lease(normal(0), START), 0);

    private static Effective bound(PostureView view, Whom whom) {
        return view.current(START, 0, whom);
    }

    @Test
    void a_sessions_posture_binds_that_session_and_nobody_else() {
        PostureView view = open.replay(hard(1, SESSION));
        assertThat(bound(view, new Whom("other", "s-1")))
                .returns(HARD_QUARANTINE, Effective::posture)
                .returns("posture-1", Effective::postureId)
                .returns("session:s-1: a test", Effective::reason)
                .returns(true, Effective::fresh);
        assertThat(bound(view, OUTSIDE)).isEqualTo(open.current(START, 0));
        assertThat(view.current(START, 0)).isEqualTo(open.current(START, 0));
    }

    @Test
    void an_agents_posture_binds_it_in_every_session() {
        PostureView view = open.replay(hard(1, AGENT));
        assertThat(bound(view, new Whom("crawler", "s-9")).posture()).isEqualTo(HARD_QUARANTINE);
        assertThat(bound(view, new Whom("Crawler", "s-9")).posture()).isEqualTo(NORMAL_ZERO_TRUST);
        assertThat(bound(view, new Whom("s-1", "crawler")).posture()).isEqualTo(NORMAL_ZERO_TRUST);
    }

    @Test
    void of_fleet_agent_and_session_the_strictest_of_each_part_holds() {
        List<Posture> choices = new ArrayList<>();
        for (PostureLevel level : PostureLevel.values()) {
            for (ExternalInbound inbound : ExternalInbound.values()) {
                for (ExecutionPolicy execution : ExecutionPolicy.values()) {
                    choices.add(Postures.posture(0, level, inbound, execution));
                }
            }
        }
        for (Posture fleet : choices) {
            PostureView known = PostureView.unknown().replay(fleet).replay(lease(fleet, START), 0);
            for (Posture of : choices) {
                Posture session = Postures.of(1, SESSION, of.posture(), of.externalAiInbound(), of.executionPolicy());
                Effective now = bound(known.replay(session), INSIDE);
                assertThat(now.posture()).isEqualTo(stricter(fleet.posture(), of.posture()));
                assertThat(now.externalAiInbound())
                        .isEqualTo(stricter(fleet.externalAiInbound(), of.externalAiInbound()));
                assertThat(now.executionPolicy()).isEqualTo(stricter(fleet.executionPolicy(), of.executionPolicy()));
                assertThat(now.runtimeMode()).isEqualTo(fleet.runtimeMode());
            }
        }
    }

    private static <E extends Enum<E>> E stricter(E one, E other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Test
    void a_scope_that_is_relaxed_is_as_free_as_the_fleet_and_forgotten() {
        PostureView view = open.replay(hard(1, SESSION)).replay(relaxed(2, SESSION));
        assertThat(bound(view, INSIDE)).isEqualTo(open.current(START, 0));
        assertThat(view.guarded()).isEmpty();
    }

    @Test
    void what_was_forgotten_does_not_come_back_as_news() {
        PostureView view = open.replay(hard(1, SESSION)).replay(relaxed(2, SESSION));
        assertThat(view.replay(hard(1, SESSION))).isEqualTo(view);
        assertThat(view.replay(hard(2, AGENT)))
                .as("one row of numbers for all scopes")
                .isEqualTo(view);
    }

    @Test
    void no_scope_opens_what_the_fleet_closed() {
        Posture closed = Postures.posture(
                3, QUARANTINE_EXTERNAL_AI, ExternalInbound.DENY, ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY);
        PostureView view = PostureView.unknown()
                .replay(closed)
                .replay(lease(closed, START), 0)
                .replay(relaxed(4, SESSION));
        assertThat(bound(view, INSIDE)).isEqualTo(view.current(START, 0));
    }

    @Test
    void who_has_not_read_a_posture_that_policy_recorded_is_closed_until_he_has() {
        PostureView behind = PostureView.unknown()
                .replay(normal(0))
                .replay(lease(normal(0), START).asking(2), 0);
        assertThat(bound(behind, OUTSIDE))
                .returns(false, Effective::fresh)
                .returns(HARD_QUARANTINE, Effective::posture)
                .returns(
                        "policy has recorded posture number 2, and this reader knows them up to number 0",
                        Effective::reason);
        assertThat(bound(behind.replay(hard(1, SESSION)), OUTSIDE).fresh()).isFalse();
        PostureView caughtUp = behind.replay(hard(1, SESSION)).replay(hard(2, AGENT));
        assertThat(bound(caughtUp, OUTSIDE).posture()).isEqualTo(NORMAL_ZERO_TRUST);
        assertThat(bound(caughtUp, INSIDE).posture()).isEqualTo(HARD_QUARANTINE);
    }

    @Test
    void a_lease_that_is_over_closes_every_scope() {
        PostureView view = open.replay(hard(1, SESSION));
        assertThat(view.current(START.plusSeconds(9), 0, OUTSIDE).fresh()).isFalse();
        assertThat(view.current(START.plusSeconds(9), 0, INSIDE).postureId()).isEqualTo(Effective.FAIL_CLOSED);
    }

    @Test
    void more_scopes_than_a_reader_keeps_close_it_for_everybody_and_for_good() {
        PostureView view = open;
        for (int i = 1; i <= Scope.GUARDED_MAX; i++) {
            view = view.replay(hard(i, Scope.session("s-" + i)));
        }
        assertThat(bound(view, new Whom("other", "elsewhere")).fresh()).isTrue();
        PostureView full = view.replay(hard(5_000, Scope.session("one-too-many")));
        assertThat(bound(full, new Whom("other", "elsewhere"))).returns(false, Effective::fresh);
        PostureView later = full.replay(hard(5_001, Scope.session("two-too-many")))
                .replay(relaxed(5_002, Scope.session("s-1")))
                .replay(relaxed(5_003, Scope.session("s-2")));
        assertThat(bound(later, new Whom("other", "two-too-many")).fresh()).isFalse();
        assertThat(later.guarded()).hasSize(Scope.GUARDED_MAX + 1);
    }
}
