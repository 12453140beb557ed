package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.Health;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Health RUNNING = new Health.Running();

    @Test
    void an_executor_that_does_not_hear_cancels_says_so() {
        assertThat(Hearing.of(RUNNING, RUNNING)).isEqualTo(RUNNING);
        assertThat(Hearing.of(RUNNING, new Health.Starting())).isEqualTo(new Health.Starting());
        assertThat(Hearing.of(RUNNING, new Health.Failing("no topic")))
                .isEqualTo(new Health.Failing("cancels are not heard: no topic"));
        assertThat(Hearing.of(RUNNING, new Health.Closed())).isInstanceOf(Health.Failing.class);
        assertThat(Hearing.of(RUNNING, new Health.Broken(new IllegalStateException("defect"))))
                .isInstanceOfSatisfying(Health.Broken.class, broken -> assertThat(broken.cause())
                        .hasMessageContaining("cancels are not heard")
                        .hasRootCauseMessage("defect"));
    }

    @Test
    void orders_that_are_not_taken_are_told_before_cancels_that_are_not_heard() {
        Health failing = new Health.Failing("no broker");
        assertThat(Hearing.of(failing, new Health.Failing("no topic"))).isEqualTo(failing);
        assertThat(Hearing.of(new Health.Starting(), new Health.Broken(new IllegalStateException("defect"))))
                .isEqualTo(new Health.Starting());
    }
}
