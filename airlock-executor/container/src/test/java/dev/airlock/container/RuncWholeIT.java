package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test of containers once more by runc, which refuses what takes seeing every call. */
@Tag("long")
class RuncWholeIT extends ContainerIT {
    @Override
    ContainerRuntime.Wanted runtime() {
        return ContainerRuntime.Wanted.RUNC;
    }

    private void refuses() {
        assertThatThrownBy(() -> containers.park(image.root(), spec(true)))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("not every call can be seen");
    }

    @Override
    @Test
    void where_every_call_is_seen_they_are_seen_in_order() {
        refuses();
    }

    @Override
    @Test
    void what_a_monitor_only_writes_down_is_not_done_all_the_same() {
        refuses();
    }

    @Override
    @ParameterizedTest
    @ValueSource(longs = 3)
    void a_run_that_makes_more_calls_than_it_may_ends(long most) {
        refuses();
    }
}
