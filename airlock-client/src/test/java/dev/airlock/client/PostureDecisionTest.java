package dev.airlock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Switch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostureDecisionTest {
    private static final Instant NOW = Instant.parse("2026-05-29T12:00:00Z");

    private static String verdict(String posture) {
        return "{\"kind\":\"airlock_runtime_verdict.v1\",\"verdict_id\":\"v-1\",\"emitter\":\"jis:airlock:observer\","
                + "\"reason\":\"because\",\"snaft_posture\":\"" + posture + "\"}";
    }

    @Test
    void a_verdict_without_a_posture_and_one_with_an_unknown_posture_are_told_apart_and_decide_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostureDecision.of("{\"verdict_id\":\"v\"}"))
                .withMessage("snaft_posture is missing; it must be one of normal_zero_trust, quarantine_external_ai,"
                        + " hard_quarantine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostureDecision.of(verdict("open")))
                .withMessage("snaft_posture is 'open', which is unknown; it must be one of normal_zero_trust,"
                        + " quarantine_external_ai, hard_quarantine");
    }

    @ParameterizedTest
    @EnumSource(PostureLevel.class)
    void the_switches_are_those_of_the_ladder_and_the_rescue_is_on_everywhere(PostureLevel level) {
        PostureDecision decision = PostureDecision.of(verdict(level.name().toLowerCase(java.util.Locale.ROOT)));
        assertThat(decision.posture()).isEqualTo(level);
        assertThat(decision.switches()).isEqualTo(Switches.of(level));
        assertThat(decision.switches().allowLocalDiagnostics()).isTrue();
        assertThat(decision.switches().allowOperatorApprovedRepair()).isTrue();
        assertThat(decision.verdictId()).isEqualTo("v-1");
    }

    @ParameterizedTest
    @CsvSource({
        "normal_zero_trust, EXTERNAL_AI, ",
        "normal_zero_trust, EXTERNAL, ",
        "quarantine_external_ai, EXTERNAL_AI, DENY_EXTERNAL_AI_INBOUND",
        "quarantine_external_ai, EXTERNAL, ",
        "quarantine_external_ai, INTERNAL, ",
        "hard_quarantine, EXTERNAL_AI, DROP_EXTERNAL_TRAFFIC",
        "hard_quarantine, EXTERNAL, DROP_EXTERNAL_TRAFFIC",
        "hard_quarantine, INTERNAL, ",
        "hard_quarantine, LOCAL, ",
        "hard_quarantine, OPERATOR, "
    })
    void three_switches_deny_the_origins_that_they_are_about(String posture, Origin origin, Switch by) {
        assertThat(PostureDecision.of(verdict(posture)).denying(origin, NOW)).isEqualTo(Optional.ofNullable(by));
    }

    @ParameterizedTest
    @CsvSource({
        "runtime_mode, python_fallback, QUARANTINE_EXTERNAL_AI",
        "runtime_mode, offline, HARD_QUARANTINE",
        "external_ai_inbound, deny, QUARANTINE_EXTERNAL_AI",
        "runtime_mode, embedded_online, NORMAL_ZERO_TRUST"
    })
    void of_what_a_verdict_says_the_strictest_counts(String field, String value, PostureLevel counts) {
        String json = verdict("normal_zero_trust").replaceFirst("}$", ",\"" + field + "\":\"" + value + "\"}");
        PostureDecision decision = PostureDecision.of(json);
        assertThat(decision.posture()).isEqualTo(counts);
        assertThat(decision.coherenceWarnings()).hasSize(counts == PostureLevel.NORMAL_ZERO_TRUST ? 0 : 1);
    }

    @Test
    void an_expired_verdict_lets_no_external_ai_through() {
        String json = verdict("normal_zero_trust").replaceFirst("}$", ",\"expires_at\":\"2026-05-29T12:00:00+00:00\"}");
        PostureDecision decision = PostureDecision.of(json);
        assertThat(decision.denying(Origin.EXTERNAL_AI, NOW.minusMillis(1))).isEmpty();
        assertThat(decision.denying(Origin.EXTERNAL_AI, NOW)).contains(Switch.DENY_EXTERNAL_AI_INBOUND);
        assertThat(decision.denying(Origin.LOCAL, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"snaft_posture\":\"hard_quarantine\",\"snaft_posture\":\"normal_zero_trust\"}",
                "{\"snaft_posture\":1}",
                "{\"snaft_posture\":\"normal_zero_trust\",\"runtime_mode\":\"normal_zero_trust\"}",
                "{\"snaft_posture\":\"normal_zero_trust\",\"expires_at\":\"tomorrow\"}",
                "{\"snaft_posture\":\"normal_zero_trust\",\"kind\":\"other.v1\"}",
                "{\"snaft_posture\":\"normal_zero_trust\"} {}"
            })
    void what_is_no_verdict_decides_nothing(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> PostureDecision.of(json));
    }

    @Test
    void a_verdict_of_any_length_is_refused_unread() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostureDecision.of(" ".repeat(70_000)))
                .withMessageContaining("at most 65536");
    }

    @Test
    void a_recorded_posture_decides_with_its_strictest_word_too() {
        var posture = new Posture(
                "p-1",
                Posture.FLEET,
                3,
                PostureLevel.NORMAL_ZERO_TRUST,
                Switches.of(PostureLevel.NORMAL_ZERO_TRUST),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.DENY,
                ExecutionPolicy.ALLOW_THROUGH_AIRLOCK,
                "v-9",
                "jis:airlock:observer",
                "why",
                Optional.empty(),
                List.of(),
                NOW);
        assertThat(PostureDecision.of(posture).posture()).isEqualTo(PostureLevel.QUARANTINE_EXTERNAL_AI);
        assertThat(PostureDecision.of(posture).verdictId()).isEqualTo("v-9");
    }
}
