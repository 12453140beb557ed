package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.policy.model.Transition;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.RuntimeMode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitionsTest {
    private static final Posture NORMAL = posture(RuntimeMode.EMBEDDED_ONLINE);
    private static final Posture KERNEL = posture(RuntimeMode.KERNEL_ONLINE);
    private static final Posture HARD = posture(RuntimeMode.OFFLINE);

    @Test
    void a_cold_start_counts_every_switch_as_off_before_and_never_names_the_rescue_switches() {
        Transition first = Transitions.between(Optional.empty(), NORMAL).orElseThrow();
        assertThat(first.coldStart()).isTrue();
        assertThat(first.previous()).isEmpty();
        assertThat(first.switchesChanged()).containsExactly("require_airlock_marker_on_tokens");
    }

    @Test
    void closing_names_each_switch_that_differs() {
        assertThat(Transitions.between(Optional.of(NORMAL), HARD).orElseThrow().switchesChanged())
                .containsExactly(
                        "deny_external_ai_inbound",
                        "deny_remote_tool_invocation",
                        "deny_unsandboxed_execution",
                        "drop_external_traffic",
                        "isolate_session",
                        "emit_incident_token",
                        "require_airlock_marker_on_tokens",
                        "require_operator_recovery");
    }

    @Test
    void recovery_is_the_reverse_of_closing() {
        Transition closing = Transitions.between(Optional.of(NORMAL), HARD).orElseThrow();
        Transition opening = Transitions.between(Optional.of(HARD), NORMAL).orElseThrow();
        assertThat(opening.switchesChanged()).isEqualTo(closing.switchesChanged());
        assertThat(opening.previous()).contains(closing.current());
        assertThat(closing.previous()).contains(opening.current());
    }

    @Test
    void another_mode_on_the_same_rung_is_a_transition_without_switches() {
        assertThat(Transitions.between(Optional.of(NORMAL), KERNEL).orElseThrow())
                .returns(false, Transition::coldStart)
                .satisfies(
                        transition -> assertThat(transition.switchesChanged()).isEmpty());
    }

    @Test
    void the_same_rung_and_mode_is_silent() {
        assertThat(Transitions.between(Optional.of(NORMAL), NORMAL)).isEmpty();
    }

    private static Posture posture(RuntimeMode mode) {
        Standings standing = Standings.none().replay(Source.RUNTIME, verdict("r", mode, START));
        return Ladder.decide(standing, START, "n").orElseThrow();
    }
}
