package dev.airlock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.Health;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a service's operator is told of its loop. */
class PanelsTest {
    @Test
    void a_loop_that_our_own_code_broke_has_to_be_started_anew_and_the_cause_is_told() {
        Health broken = new Health.Broken(new IllegalStateException("a defect"));
        assertThat(Panels.broken(broken))
                .hasValueSatisfying(why -> assertThat(why).contains("a defect"));
        assertThat(Panels.reasons("snaft", broken)).singleElement().asString().contains("a defect");
    }

    static Stream<Health> mending() {
        return Stream.of(
                new Health.Starting(), new Health.Running(), new Health.Failing("no broker"), new Health.Closed());
    }

    @ParameterizedTest
    @MethodSource("mending")
    void what_the_bus_fails_and_what_starts_or_ends_has_not(Health health) {
        assertThat(Panels.broken(health)).isEmpty();
    }
}
