package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.policy.Fixtures.expiring;
import static dev.airlock.policy.Fixtures.saying;
import static dev.airlock.policy.Fixtures.verdict;
import static dev.airlock.schemas.model.PostureLevel.HARD_QUARANTINE;
import static dev.airlock.schemas.model.PostureLevel.NORMAL_ZERO_TRUST;
import static dev.airlock.schemas.model.PostureLevel.QUARANTINE_EXTERNAL_AI;
import static dev.airlock.schemas.model.RuntimeMode.EMBEDDED_ONLINE;
import static dev.airlock.schemas.model.RuntimeMode.OFFLINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standing;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
    private static final Standings HEALTHY =
            Standings.none().replay(Source.RUNTIME, verdict("r1", EMBEDDED_ONLINE, START));

    @Test
    void no_verdict_from_the_observer_is_hard_quarantine_by_the_runtime() {
        assertThat(posture(Standings.none()))
                .returns(HARD_QUARANTINE, Posture::posture)
                .returns(Cause.RUNTIME, Posture::cause)
                .returns(OFFLINE, Posture::runtimeMode)
                .returns(ExecutionPolicy.DENY, Posture::executionPolicy)
                .returns(0L, Posture::sequence)
                .returns("none", Posture::verdictId);
    }

    @Test
    void an_operator_alone_opens_nothing() {
        assertThat(posture(Standings.none().replay(Source.OPERATOR, asking("o1", NORMAL_ZERO_TRUST, START))))
                .returns(HARD_QUARANTINE, Posture::posture)
                .returns(Cause.RUNTIME, Posture::cause);
    }

    @ParameterizedTest
    @CsvSource({
        "EMBEDDED_ONLINE, NORMAL_ZERO_TRUST,      ALLOW_IF_IDENTITY_BOUND, ALLOW_THROUGH_TRUST_KERNELD",
        "KERNEL_ONLINE,   NORMAL_ZERO_TRUST,      ALLOW_IF_IDENTITY_BOUND, ALLOW_THROUGH_AIRLOCK",
        "PYTHON_FALLBACK, QUARANTINE_EXTERNAL_AI, DENY,                    LOCAL_OR_OPERATOR_APPROVED_ONLY",
        "OFFLINE,         HARD_QUARANTINE,        DENY,                    DENY",
    })
    void each_runtime_mode_has_its_rung(
            RuntimeMode mode, PostureLevel level, ExternalInbound inbound, ExecutionPolicy execution) {
        assertThat(posture(Standings.none().replay(Source.RUNTIME, verdict("r1", mode, START))))
                .returns(level, Posture::posture)
                .returns(inbound, Posture::externalAiInbound)
                .returns(execution, Posture::executionPolicy)
                .returns(mode, Posture::runtimeMode)
                .returns("r1", Posture::verdictId);
    }

    @ParameterizedTest
    @CsvSource({
        // mode, posture, inbound, execution -> posture
        "EMBEDDED_ONLINE, NORMAL_ZERO_TRUST,      ALLOW_IF_IDENTITY_BOUND, DENY,                            HARD_QUARANTINE",
        "EMBEDDED_ONLINE, NORMAL_ZERO_TRUST,      ALLOW_IF_IDENTITY_BOUND, LOCAL_OR_OPERATOR_APPROVED_ONLY, QUARANTINE_EXTERNAL_AI",
        "EMBEDDED_ONLINE, NORMAL_ZERO_TRUST,      DENY,                    ALLOW_THROUGH_TRUST_KERNELD,     QUARANTINE_EXTERNAL_AI",
        "EMBEDDED_ONLINE, HARD_QUARANTINE,        ALLOW_IF_IDENTITY_BOUND, ALLOW_THROUGH_TRUST_KERNELD,     HARD_QUARANTINE",
        "PYTHON_FALLBACK, NORMAL_ZERO_TRUST,      ALLOW_IF_IDENTITY_BOUND, ALLOW_THROUGH_TRUST_KERNELD,     QUARANTINE_EXTERNAL_AI",
        "OFFLINE,         NORMAL_ZERO_TRUST,      ALLOW_IF_IDENTITY_BOUND, ALLOW_THROUGH_TRUST_KERNELD,     HARD_QUARANTINE",
    })
    void of_an_incoherent_verdict_the_strictest_field_counts(
            RuntimeMode mode,
            PostureLevel level,
            ExternalInbound inbound,
            ExecutionPolicy execution,
            PostureLevel expected) {
        Verdict odd = saying(verdict("r1", mode, START), level, inbound, execution);
        Posture posture = posture(Standings.none().replay(Source.RUNTIME, odd));
        assertThat(posture.posture()).isEqualTo(expected);
        assertThat(posture.externalAiInbound()).isEqualTo(ExternalInbound.DENY);
        assertThat(posture.coherenceWarnings()).isNotEmpty();
    }

    @Test
    void an_operator_closes_what_the_runtime_left_open() {
        assertThat(posture(HEALTHY.replay(Source.OPERATOR, asking("o1", QUARANTINE_EXTERNAL_AI, START))))
                .returns(QUARANTINE_EXTERNAL_AI, Posture::posture)
                .returns(Cause.OPERATOR, Posture::cause)
                .returns("o1", Posture::verdictId)
                .returns(EMBEDDED_ONLINE, Posture::runtimeMode);
    }

    @Test
    void an_operator_never_opens_what_the_runtime_closed() {
        Standings standing = Standings.none()
                .replay(Source.RUNTIME, verdict("r1", OFFLINE, START))
                .replay(Source.OPERATOR, asking("o1", NORMAL_ZERO_TRUST, START.plusSeconds(5)));
        assertThat(posture(standing)).returns(HARD_QUARANTINE, Posture::posture).returns(Cause.RUNTIME, Posture::cause);
    }

    @Test
    void hard_quarantine_by_the_runtime_ends_with_a_newer_healthy_verdict() {
        Standings closed = recorded(Standings.none().replay(Source.RUNTIME, verdict("r1", OFFLINE, START)));
        Standings healed = closed.replay(Source.RUNTIME, verdict("r2", EMBEDDED_ONLINE, START.plusSeconds(1)));
        assertThat(posture(healed)).returns(NORMAL_ZERO_TRUST, Posture::posture).returns(1L, Posture::sequence);
    }

    @Test
    void hard_quarantine_by_an_operator_outlives_every_healthy_verdict() {
        Standings closed = HEALTHY.replay(Source.OPERATOR, asking("o1", HARD_QUARANTINE, START))
                .replay(Source.RUNTIME, verdict("r2", EMBEDDED_ONLINE, START.plusSeconds(1)));
        assertThat(posture(closed)).returns(HARD_QUARANTINE, Posture::posture).returns(Cause.OPERATOR, Posture::cause);
        assertThat(posture(closed.replay(Source.OPERATOR, asking("o2", NORMAL_ZERO_TRUST, START.plusSeconds(2))))
                        .posture())
                .isEqualTo(NORMAL_ZERO_TRUST);
    }

    @Test
    void of_two_equal_quarantines_the_operators_is_named_since_it_does_not_end_by_itself() {
        Standings standing = Standings.none()
                .replay(Source.RUNTIME, verdict("r1", OFFLINE, START))
                .replay(Source.OPERATOR, asking("o1", HARD_QUARANTINE, START));
        assertThat(posture(standing).cause()).isEqualTo(Cause.OPERATOR);
    }

    @Test
    void an_expired_verdict_degrades_to_quarantine() {
        Instant end = START.plusSeconds(60);
        Standings standing =
                Standings.none().replay(Source.RUNTIME, expiring(verdict("r1", EMBEDDED_ONLINE, START), end));
        assertThat(Ladder.decide(standing, end.minusMillis(1), "n")
                        .orElseThrow()
                        .posture())
                .isEqualTo(NORMAL_ZERO_TRUST);
        assertThat(Ladder.decide(standing, end, "n").orElseThrow())
                .returns(QUARANTINE_EXTERNAL_AI, Posture::posture)
                .returns(ExternalInbound.DENY, Posture::externalAiInbound)
                .returns(ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY, Posture::executionPolicy)
                .satisfies(posture -> assertThat(posture.reason()).startsWith("expired at"));
    }

    @Test
    void an_operators_expired_hard_quarantine_stays_hard() {
        Verdict ending = expiring(asking("o1", HARD_QUARANTINE, START), START.plusSeconds(1));
        assertThat(Ladder.decide(HEALTHY.replay(Source.OPERATOR, ending), START.plusSeconds(9), "n")
                        .orElseThrow()
                        .posture())
                .isEqualTo(HARD_QUARANTINE);
    }

    @Test
    void a_clock_that_is_set_back_revives_no_expired_verdict() {
        Instant end = START.plusSeconds(60);
        Standings standing =
                Standings.none().replay(Source.RUNTIME, expiring(verdict("r1", EMBEDDED_ONLINE, START), end));
        Standings closed = standing.replay(Ladder.decide(standing, end, "n").orElseThrow());
        assertThat(Ladder.decide(closed, START, "n")).isEmpty();
    }

    @Test
    void unchanged_state_gives_no_second_record() {
        assertThat(Ladder.decide(recorded(HEALTHY), START.plusSeconds(9), "n")).isEmpty();
    }

    @Test
    void a_verdict_that_repeats_another_gives_no_record() {
        Standings standing =
                recorded(HEALTHY).replay(Source.RUNTIME, verdict("r2", EMBEDDED_ONLINE, START.plusSeconds(9)));
        assertThat(Ladder.decide(standing, START.plusSeconds(9), "n")).isEmpty();
    }

    @Test
    void another_runtime_mode_is_a_record_although_the_posture_is_equal() {
        Standings standing = recorded(HEALTHY)
                .replay(Source.RUNTIME, verdict("r2", RuntimeMode.KERNEL_ONLINE, START.plusSeconds(9)));
        assertThat(posture(standing))
                .returns(1L, Posture::sequence)
                .satisfies(posture -> assertThat(posture.previousRuntimeMode()).contains(EMBEDDED_ONLINE));
    }

    @Test
    void an_older_posture_record_changes_nothing() {
        Standings standing =
                recorded(recorded(HEALTHY).replay(Source.RUNTIME, verdict("r2", OFFLINE, START.plusSeconds(1))));
        assertThat(standing.replay(posture(HEALTHY))).isEqualTo(standing);
    }

    @Test
    void a_standing_knows_which_verdicts_it_has_heard() {
        Standings standing = HEALTHY.replay(Source.RUNTIME, verdict("r2", OFFLINE, START.plusSeconds(1)));
        assertThat(standing.fleet().heard("r1")).isTrue();
        assertThat(standing.fleet().heard("r2")).isTrue();
        assertThat(standing.fleet().heard("r3")).isFalse();
        for (int i = 3; i < 100; i++) {
            standing = standing.replay(Source.RUNTIME, verdict("r" + i, OFFLINE, START.plusSeconds(i)));
        }
        assertThat(standing.fleet().superseded())
                .hasSize(Standing.SUPERSEDED_MAX)
                .startsWith("r98");
    }

    private static Posture posture(Standings standing) {
        return Ladder.decide(standing, START.plusSeconds(3), "n").orElseThrow();
    }

    private static Standings recorded(Standings standing) {
        return standing.replay(posture(standing));
    }
}
