package dev.airlock.node;

import static dev.airlock.node.PulsingExecutor.microvm;
import static dev.airlock.node.PulsingExecutor.pulse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Pulse.BackendPulse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of an executor's pulses. */
class SignOfLifeTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final BackendPulse READY = microvm(true, "2 warm");
    private static final BackendPulse UNREADY = microvm(false, "/dev/kvm cannot be opened");

    @Test
    void an_executor_is_at_work_if_it_takes_orders_and_a_backend_is_ready() {
        assertThat(SignOfLife.of(pulse(0, false, READY)))
                .isEqualTo(new SignOfLife(true, "pulsing: microvm test is ready (2 warm)"));
        var simulation = new BackendPulse(Backend.SIMULATION, true, "none", "");
        assertThat(SignOfLife.of(pulse(0, false, UNREADY, simulation)))
                .isEqualTo(new SignOfLife(
                        true, "pulsing: microvm test is not ready (/dev/kvm cannot be opened); none is ready"));
    }

    @Test
    void one_that_can_run_nothing_is_not_however_loudly_it_pulses_and_each_backend_says_why() {
        assertThat(SignOfLife.of(pulse(0, false, UNREADY)))
                .isEqualTo(new SignOfLife(false, "pulsing: microvm test is not ready (/dev/kvm cannot be opened)"));
        assertThat(SignOfLife.of(pulse(0, true, READY)))
                .isEqualTo(new SignOfLife(
                        false, "pulsing: drains and takes no more orders; microvm test is ready (2 warm)"));
        assertThat(SignOfLife.of(pulse(0, false))).isEqualTo(new SignOfLife(false, "pulsing: it has no backend"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ANY", "UNKNOWN"})
    void a_backend_that_is_not_known_here_runs_nothing(Backend backend) {
        assertThat(SignOfLife.of(pulse(0, false, new BackendPulse(backend, true, "something", "")))
                        .alive())
                .isFalse();
    }

    @Test
    void no_text_of_a_backend_breaks_the_line() {
        assertThat(SignOfLife.of(pulse(0, false, microvm(false, "a\nb"))).seen())
                .isEqualTo("pulsing: microvm test is not ready (a\uFFFDb)");
    }

    @Test
    void pulses_are_heard_until_one_is_good_and_else_the_last_one_says_what_is_wrong() throws Exception {
        BlockingQueue<Pulse> heard = new LinkedBlockingQueue<>(
                List.of(pulse(0, false, UNREADY), pulse(1, true, READY), pulse(2, false, READY), pulse(3, false)));
        assertThat(SignOfLife.canRun(heard, SHORT)).map(Pulse::sequence).contains(2L);
        heard.add(pulse(4, false, UNREADY));
        assertThat(SignOfLife.canRun(heard, SHORT)).map(Pulse::sequence).contains(4L);
        assertThat(SignOfLife.canRun(heard, SHORT)).isEmpty();
    }
}
