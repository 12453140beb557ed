package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.LaneTable;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is let in when it is full. */
class TrafficTest {
    private static final int ORDINARY = LaneTable.ORDINARY.priority();
    private static final int OPERATORS = LaneTable.OPERATORS.priority();

    private final Traffic traffic = new Traffic(3);

    private static RefusalKind kind(Optional<Refusal> refusal) {
        return refusal.orElseThrow().kind();
    }

    private void fill(int priority, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(traffic.enter(priority)).isEmpty();
        }
    }

    @Test
    void others_leave_a_few_places_to_what_is_urgent_and_that_is_bounded_too() {
        fill(ORDINARY, 3);
        assertThat(kind(traffic.enter(ORDINARY))).isEqualTo(RefusalKind.CAPACITY);
        assertThat(kind(traffic.enter(OPERATORS - 1))).isEqualTo(RefusalKind.CAPACITY);
        fill(OPERATORS, Traffic.KEPT);
        assertThat(kind(traffic.enter(OPERATORS))).isEqualTo(RefusalKind.CAPACITY);
    }

    @Test
    void what_is_urgent_takes_up_places_like_any_other() {
        fill(OPERATORS, 4);
        assertThat(kind(traffic.enter(ORDINARY))).isEqualTo(RefusalKind.CAPACITY);
        traffic.leave();
        traffic.leave();
        fill(ORDINARY, 1);
    }

    @Test
    void nobody_is_let_in_who_comes_behind_the_end_however_urgent() {
        traffic.drain(Duration.ZERO);
        assertThat(kind(traffic.enter(OPERATORS))).isEqualTo(RefusalKind.DRAINING);
    }
}
