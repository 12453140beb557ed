package dev.airlock.policy.wire;

import static dev.airlock.policy.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Transition;
import dev.airlock.policy.model.Transition.Rung;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitionEventsTest {
    private static final Rung NORMAL = new Rung(PostureLevel.NORMAL_ZERO_TRUST, RuntimeMode.EMBEDDED_ONLINE);
    private static final Rung HARD = new Rung(PostureLevel.HARD_QUARANTINE, RuntimeMode.OFFLINE);

    @Test
    void the_event_has_the_fixed_fields_of_a_posture_transition() {
        assertThat(event(Optional.of(NORMAL), HARD, "lost"))
                .isEqualTo(
                        new GatewayEvent(
                                "posture_0123456789abcdef",
                                "tibet-gateway",
                                START,
                                "verdict-1",
                                "jis:airlock:observer",
                                "posture.transition.v1",
                                "snaft-posture",
                                "airlock_runtime_verdict.v1",
                                "local",
                                "posture-transition:hard_quarantine",
                                "memory",
                                "posture-transitioned",
                                0,
                                "system-event",
                                "graceful_yield",
                                "sip_anyway",
                                "jis",
                                "snaft-posture-transition",
                                Optional.of("jis:airlock:observer"),
                                Optional.of(true),
                                Optional.of(
                                        "{\"kind\":\"posture_transition.v1\",\"verdict_id\":\"verdict-1\","
                                                + "\"previous\":{\"posture\":\"normal_zero_trust\",\"runtime_mode\":\"embedded_online\"},"
                                                + "\"current\":{\"posture\":\"hard_quarantine\",\"runtime_mode\":\"offline\"},"
                                                + "\"switches_changed\":[\"isolate_session\"],\"reason\":\"lost\",\"cold_start\":false}")));
    }

    @Test
    void a_cold_start_has_null_where_nothing_was() {
        assertThat(event(Optional.empty(), NORMAL, "first").payload().orElseThrow())
                .contains("\"previous\":{\"posture\":null,\"runtime_mode\":null}", "\"cold_start\":true");
    }

    @Test
    void a_reason_in_anybodys_words_stays_inside_its_quotes() {
        assertThat(event(Optional.empty(), NORMAL, "\",\"cold_start\":false}\n")
                        .payload()
                        .orElseThrow())
                .contains("\"reason\":\"\\\",\\\"cold_start\\\":false}\\n\",\"cold_start\":true");
    }

    private static GatewayEvent event(Optional<Rung> previous, Rung current, String reason) {
        var transition = new Transition(
                "verdict-1", "jis:airlock:observer", previous, current, List.of("isolate_session"), reason);
        return TransitionEvents.of(transition, "0123456789abcdef", START);
    }
}
