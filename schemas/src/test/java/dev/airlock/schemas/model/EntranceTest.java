package dev.airlock.schemas.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntranceTest {
    private static Intent intent(Lane lane, String node) {
        return new Intent(
                "i",
                "s",
                "code:execute",
                "test.aint",
                Origin.LOCAL,
                lane,
                node,
                Bytes.EMPTY,
                0,
                0,
                Backend.ANY,
                Instant.parse("2026-01-01T00:00:00Z"),
                "n");
    }

    private static Entrance entrance(String node) {
        return node == null ? Entrance.BUS : Entrance.fast(node);
    }

    /** Who signed for one door does not come in at another. */
    @ParameterizedTest
    @CsvSource({
        // signed for     came by   may
        "BUS,  ,          ,         true",
        "FAST, node-a,    node-a,   true",
        "FAST, node-a,    ,         false",
        "FAST, ,          ,         false",
        "BUS,  ,          node-a,   false",
        "FAST, node-b,    node-a,   false",
        "UNKNOWN, node-a, node-a,   false",
        "UNKNOWN, ,       ,         false"
    })
    void an_intent_comes_in_at_the_door_that_its_caller_signed_for_and_at_no_other(
            Lane lane, String signed, String door, boolean may) {
        Optional<Refusal> refusal = entrance(door).refusal(intent(lane, signed == null ? "" : signed));
        assertThat(refusal.isEmpty()).isEqualTo(may);
        refusal.ifPresent(reason -> {
            assertThat(reason.kind()).isEqualTo(RefusalKind.MALFORMED);
            assertThat(reason.rule()).isEqualTo("lane");
            assertThat(reason.text()).contains("send it there");
        });
    }

    @Test
    void a_door_of_the_fast_lane_has_a_node_and_one_of_the_bus_has_none() {
        assertThatThrownBy(() -> Entrance.fast("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Entrance(Lane.BUS, "node-a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Entrance(Lane.UNKNOWN, "")).isInstanceOf(IllegalArgumentException.class);
    }
}
