package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Health RUNNING = new Health.Running();
    private static final Health STARTING = new Health.Starting();
    private static final Health FAILING = new Health.Failing("no leader");
    private static final Health BROKEN = new Health.Broken(new IllegalStateException("defect"));
    private static final Duration MOST = Tail.TRUSTED_FOR;

    @Test
    void what_was_read_counts_as_long_as_the_broker_confirmed_it_lately() {
        assertThat(Tail.hearing(RUNNING, true, MOST)).isEqualTo(RUNNING);
        assertThat(Tail.hearing(STARTING, true, MOST)).isEqualTo(RUNNING);
        assertThat(Tail.hearing(FAILING, true, MOST))
                .as("a new leader is no outage")
                .isEqualTo(RUNNING);
        assertThat(Tail.hearing(RUNNING, true, MOST.plusNanos(1))).isInstanceOf(Health.Failing.class);
        assertThat(Tail.hearing(FAILING, true, MOST.plusNanos(1)))
                .isInstanceOfSatisfying(Health.Failing.class, failing -> assertThat(failing.reason())
                        .contains("more than 5 s", "no leader"));
    }

    @Test
    void what_was_not_read_or_broke_does_not_count_however_lately_the_broker_spoke() {
        assertThat(Tail.hearing(RUNNING, false, Duration.ZERO)).isEqualTo(STARTING);
        assertThat(Tail.hearing(FAILING, false, Duration.ZERO)).isEqualTo(FAILING);
        assertThat(Tail.hearing(BROKEN, true, Duration.ZERO)).isEqualTo(BROKEN);
        assertThat(Tail.hearing(new Health.Closed(), true, Duration.ZERO)).isEqualTo(new Health.Closed());
    }

    @Test
    void who_has_to_hear_something_besides_is_as_well_as_that() {
        assertThat(RUNNING.hearing("words", RUNNING)).isEqualTo(RUNNING);
        assertThat(RUNNING.hearing("words", FAILING)).isEqualTo(new Health.Failing("words are not heard: no leader"));
        assertThat(RUNNING.hearing("words", BROKEN)).isInstanceOf(Health.Broken.class);
        assertThat(BROKEN.hearing("words", FAILING)).isEqualTo(BROKEN);
    }
}
