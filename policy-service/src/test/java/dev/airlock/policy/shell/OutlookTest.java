package dev.airlock.policy.shell;

import static dev.airlock.policy.Fixtures.SECOND;
import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.policy.Fixtures.at;
import static dev.airlock.policy.Fixtures.pulse;
import static dev.airlock.policy.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.decide.Ladder;
import dev.airlock.policy.decide.Leases;
import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What policy's operator is told of the road. */
class OutlookTest {
    private static final PulseBoard SILENT = PulseBoard.listening(SECOND, 0);
    private static final PulseBoard HEALTHY = SILENT.replay(pulse("one", START, false, Backend.MICROVM, true), at(0));

    private final Outlook outlook = new Outlook(SILENT);
    private Standings standings = Standings.none();

    private void record() {
        Posture posture = Ladder.decide(standings, START, "n").orElseThrow();
        standings = standings.replay(posture);
        outlook.records(posture);
    }

    private void runs(RuntimeMode mode) {
        standings = standings.replay(Source.RUNTIME, verdict("r", mode, START));
        record();
    }

    private void vouch() {
        Lease lease = Leases.decide(standings, HEALTHY, at(0), SECOND).orElseThrow();
        outlook.vouches(lease, at(0));
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED_ONLINE, true", "KERNEL_ONLINE, true", "PYTHON_FALLBACK, false", "OFFLINE, false"})
    void callers_from_outside_are_let_in_by_an_open_posture_alone_however_many_leases_a_closed_one_has(
            RuntimeMode mode, boolean open) {
        runs(mode);
        vouch();
        assertThat(outlook.externalOpen(at(0))).isEqualTo(open);
    }

    @Test
    void without_a_lease_that_holds_they_are_not() {
        assertThat(outlook.externalOpen(at(0))).as("nothing is recorded").isFalse();
        runs(RuntimeMode.EMBEDDED_ONLINE);
        assertThat(outlook.externalOpen(at(0))).as("nobody vouches").isFalse();
        vouch();
        assertThat(outlook.externalOpen(at(999))).isTrue();
        assertThat(outlook.externalOpen(at(1000))).as("it has run out").isFalse();
    }

    @Test
    void a_posture_that_is_recorded_closes_at_once_whatever_lease_the_one_before_has() {
        runs(RuntimeMode.EMBEDDED_ONLINE);
        vouch();
        standings = standings.replay(Source.OPERATOR, asking("o", PostureLevel.QUARANTINE_EXTERNAL_AI, START));
        record();
        assertThat(outlook.externalOpen(at(0))).isFalse();
        vouch();
        assertThat(outlook.externalOpen(at(0))).isFalse();
    }

    @Test
    void executors_are_ready_as_long_as_their_last_pulse_counts() {
        assertThat(outlook.executorsReady(at(0))).isZero();
        outlook.hears(HEALTHY);
        assertThat(outlook.executorsReady(at(999))).isEqualTo(1);
        assertThat(outlook.executorsReady(at(1000))).isZero();
    }
}
