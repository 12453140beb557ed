package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.SECOND;
import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.asking;
import static dev.airlock.policy.Fixtures.at;
import static dev.airlock.policy.Fixtures.pulse;
import static dev.airlock.policy.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.PulseBoard;
import dev.airlock.policy.model.Source;
import dev.airlock.policy.model.Standings;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final PulseBoard SILENT = PulseBoard.listening(SECOND, 0);
    private static final PulseBoard HEALTHY = SILENT.replay(pulse("one", START, false, Backend.MICROVM, true), at(0));
    private static final PulseBoard SIMULATING =
            SILENT.replay(pulse("one", START, false, Backend.SIMULATION, true), at(0));
    private static final Standings NORMAL = recorded(RuntimeMode.EMBEDDED_ONLINE);

    @Test
    void a_lease_names_the_recorded_posture_and_ends_with_its_length() {
        assertThat(lease(NORMAL, HEALTHY, 0))
                .contains(new Lease("fleet", "posture_0_n", 0, START, START.plusSeconds(1)));
    }

    @Test
    void a_lease_ends_when_the_last_pulse_would_be_too_old() {
        assertThat(lease(NORMAL, HEALTHY, 400)).map(Lease::validUntil).contains(START.plusSeconds(1));
    }

    @Test
    void a_lease_is_never_longer_than_its_ttl() {
        assertThat(Leases.decide(NORMAL, HEALTHY, at(0), Duration.ofMillis(300)))
                .map(Lease::validUntil)
                .contains(START.plusMillis(300));
    }

    @Test
    void without_a_pulse_within_a_second_nothing_keeps_normal_alive() {
        assertThat(lease(NORMAL, HEALTHY, 1000)).isEmpty();
        assertThat(lease(NORMAL, SILENT, 0)).isEmpty();
    }

    @Test
    void a_simulation_does_not_carry_a_normal_posture() {
        assertThat(lease(NORMAL, SIMULATING, 0)).isEmpty();
        assertThat(lease(recorded(RuntimeMode.PYTHON_FALLBACK), SIMULATING, 0)).isPresent();
    }

    @Test
    void a_better_runtime_carries_a_stricter_posture() {
        assertThat(lease(recorded(RuntimeMode.PYTHON_FALLBACK), HEALTHY, 0)).isPresent();
    }

    @Test
    void offline_needs_nobody_to_carry_it() {
        assertThat(lease(recorded(RuntimeMode.OFFLINE), SILENT, 9000))
                .map(Lease::validUntil)
                .contains(START.plusSeconds(10));
    }

    @Test
    void nothing_recorded_means_no_lease() {
        assertThat(lease(Standings.none(), HEALTHY, 0)).isEmpty();
    }

    @Test
    void a_recorded_posture_that_no_longer_fits_what_stands_gets_no_lease() {
        Verdict closing = asking("o", PostureLevel.HARD_QUARANTINE, START);
        assertThat(lease(NORMAL.replay(Source.OPERATOR, closing), HEALTHY, 0)).isEmpty();
    }

    private static Optional<Lease> lease(Standings standing, PulseBoard board, long millis) {
        return Leases.decide(standing, board, at(millis), SECOND);
    }

    private static Standings recorded(RuntimeMode mode) {
        Standings standing = Standings.none().replay(Source.RUNTIME, verdict("r", mode, START));
        return standing.replay(Ladder.decide(standing, START, "n").orElseThrow());
    }
}
