package dev.airlock.policy.decide;

import static dev.airlock.policy.Fixtures.SECOND;
import static dev.airlock.policy.Fixtures.START;
import static dev.airlock.policy.Fixtures.at;
import static dev.airlock.policy.Fixtures.pulse;
import static dev.airlock.policy.Fixtures.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.policy.model.PulseBoard;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObserverTest {
    private static final PulseBoard SILENT = PulseBoard.listening(SECOND, 0);
    private static final PulseBoard HEALTHY = hears(SILENT, 0, "one", false, Backend.MICROVM, true);
    private static final Optional<Verdict> NONE = Optional.empty();

    @ParameterizedTest
    @CsvSource({
        "MICROVM,    true,  false, EMBEDDED_ONLINE",
        "MICROVM,    false, false, OFFLINE",
        "MICROVM,    true,  true,  OFFLINE",
        "CONTAINER,  true,  false, KERNEL_ONLINE",
        "CONTAINER,  true,  true,  OFFLINE",
        "CONTAINER,  false, false, OFFLINE",
        "SIMULATION, true,  false, PYTHON_FALLBACK",
        "SIMULATION, true,  true,  OFFLINE",
        "SIMULATION, false, false, OFFLINE",
        "UNKNOWN,    true,  false, OFFLINE",
        "ANY,        true,  false, OFFLINE",
    })
    void one_executor_gives_this_mode(Backend backend, boolean ready, boolean draining, RuntimeMode mode) {
        assertThat(Observer.modeOf(hears(SILENT, 0, "one", draining, backend, ready), 0))
                .isEqualTo(mode);
    }

    @Test
    void the_best_of_several_executors_counts() {
        PulseBoard board = hears(SILENT, 0, "draining", true, Backend.MICROVM, true);
        board = hears(board, 0, "simulating", false, Backend.SIMULATION, true);
        assertThat(Observer.modeOf(board, 0)).isEqualTo(RuntimeMode.PYTHON_FALLBACK);
        board = hears(board, 0, "contained", false, Backend.CONTAINER, true);
        assertThat(Observer.modeOf(board, 0)).isEqualTo(RuntimeMode.KERNEL_ONLINE);
        assertThat(Observer.modeOf(hears(board, 0, "real", false, Backend.MICROVM, true), 0))
                .isEqualTo(RuntimeMode.EMBEDDED_ONLINE);
    }

    @Test
    void those_are_ready_that_are_heard_do_not_drain_and_have_a_backend_that_is() {
        PulseBoard board = hears(HEALTHY, 500, "simulating", false, Backend.SIMULATION, true);
        board = hears(board, 500, "draining", true, Backend.MICROVM, true);
        board = hears(board, 500, "broken", false, Backend.MICROVM, false);
        board = hears(board, 500, "newer", false, Backend.UNKNOWN, true);
        assertThat(Observer.executorsReady(board, at(999).nanos())).isEqualTo(2);
        assertThat(Observer.executorsReady(board, at(1000).nanos())).isEqualTo(1);
        assertThat(Observer.executorsReady(board, at(1500).nanos())).isZero();
    }

    @Test
    void an_executor_without_backends_is_none() {
        var bare = new Pulse("one", 0, START, false, 0, 0, List.of());
        assertThat(Observer.modeOf(SILENT.replay(bare, at(0)), 0)).isEqualTo(RuntimeMode.OFFLINE);
    }

    @Test
    void silence_for_a_second_is_offline() {
        assertThat(Observer.modeOf(HEALTHY, at(999).nanos())).isEqualTo(RuntimeMode.EMBEDDED_ONLINE);
        assertThat(Observer.modeOf(HEALTHY, at(1000).nanos())).isEqualTo(RuntimeMode.OFFLINE);
    }

    @Test
    void what_comes_late_after_an_outage_opens_nothing() {
        Pulse old = pulse("one", START, false, Backend.MICROVM, true);
        assertThat(Observer.modeOf(SILENT.replay(old, at(2000)), at(2000).nanos()))
                .isEqualTo(RuntimeMode.EMBEDDED_ONLINE);
        assertThat(Observer.modeOf(SILENT.replay(old, at(2001)), at(2001).nanos()))
                .isEqualTo(RuntimeMode.OFFLINE);
    }

    @Test
    void the_first_verdict_names_the_executor_and_its_isolation() {
        assertThat(Observer.decide(HEALTHY, NONE, at(1), "n").orElseThrow())
                .returns("verdict_n", Verdict::verdictId)
                .returns("jis:airlock:observer", Verdict::emitter)
                .returns(RuntimeMode.EMBEDDED_ONLINE, Verdict::runtimeMode)
                .returns("ready: one on microvm test", Verdict::reason)
                .returns(Optional.empty(), Verdict::previousRuntimeMode)
                .satisfies(verdict -> assertThat(Coherence.warnings(verdict)).isEmpty());
    }

    @Test
    void an_unchanged_mode_gives_no_verdict() {
        assertThat(Observer.decide(HEALTHY, last(RuntimeMode.EMBEDDED_ONLINE), at(1), "n"))
                .isEmpty();
    }

    @Test
    void a_lost_pulse_gives_a_verdict_with_the_mode_before() {
        assertThat(Observer.decide(HEALTHY, last(RuntimeMode.EMBEDDED_ONLINE), at(1000), "n")
                        .orElseThrow())
                .returns(RuntimeMode.OFFLINE, Verdict::runtimeMode)
                .returns(Optional.of(RuntimeMode.EMBEDDED_ONLINE), Verdict::previousRuntimeMode)
                .returns("no executor with a ready backend within 1000 ms", Verdict::reason);
    }

    @Test
    void after_a_restart_silence_says_nothing_before_a_whole_timeout() {
        PulseBoard fresh = PulseBoard.listening(SECOND, at(5000).nanos());
        assertThat(Observer.decide(fresh, last(RuntimeMode.EMBEDDED_ONLINE), at(5999), "n"))
                .isEmpty();
        assertThat(Observer.decide(fresh, last(RuntimeMode.EMBEDDED_ONLINE), at(6000), "n"))
                .isPresent();
    }

    @Test
    void after_a_restart_a_better_mode_is_told_at_once() {
        PulseBoard fresh =
                hears(PulseBoard.listening(SECOND, at(5000).nanos()), 5001, "one", false, Backend.MICROVM, true);
        assertThat(Observer.decide(fresh, last(RuntimeMode.OFFLINE), at(5002), "n"))
                .isPresent();
    }

    @Test
    void a_verdict_is_newer_than_the_last_even_if_the_clock_was_set_back() {
        Instant later = START.plusSeconds(3600);
        Optional<Verdict> last = Optional.of(verdict("r", RuntimeMode.OFFLINE, later));
        assertThat(Observer.decide(HEALTHY, last, at(1), "n").orElseThrow().timestamp())
                .isEqualTo(later.plusNanos(1000));
    }

    @Test
    void many_executors_with_long_names_fit_in_the_reason() {
        PulseBoard board = SILENT;
        for (int i = 0; i < 100; i++) {
            board = hears(board, 0, "executor-" + i + "x".repeat(110), false, Backend.MICROVM, true);
        }
        assertThat(Observer.decide(board, NONE, at(0), "n").orElseThrow().reason())
                .endsWith("and 92 more");
    }

    private static Optional<Verdict> last(RuntimeMode mode) {
        return Optional.of(verdict("r", mode, START));
    }

    private static PulseBoard hears(
            PulseBoard board, long millis, String executor, boolean draining, Backend backend, boolean ready) {
        return board.replay(pulse(executor, at(millis).wall(), draining, backend, ready), at(millis));
    }
}
