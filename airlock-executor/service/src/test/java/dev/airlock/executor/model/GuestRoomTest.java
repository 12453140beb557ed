package dev.airlock.executor.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestRoomTest {
    private static GuestRoom room(int processors, long limitMib, long heapMib) {
        return new GuestRoom(processors, OptionalLong.of(limitMib << 20), heapMib << 20);
    }

    /** The unit has 6 GiB, the container of docker-compose.yml 4. */
    @ParameterizedTest
    @CsvSource({"64, 6144, 1024, 16", "64, 4096, 1024, 8", "4, 6144, 1024, 4", "64, 2560, 1024, 2", "64, 2559, 1024, 1"
    })
    void by_default_as_many_run_at_once_as_fit(int processors, long limitMib, long heapMib, int slots) {
        GuestRoom room = room(processors, limitMib, heapMib);
        assertThat(room.slots()).isEqualTo(slots);
        assertThat(room.holds(slots)).isTrue();
    }

    @Test
    void one_runs_also_where_none_fits() {
        GuestRoom room = room(8, 1_024, 1_024);
        assertThat(room.slots()).isEqualTo(1);
        assertThat(room.holds(1)).isFalse();
    }

    @Test
    void without_a_limit_there_is_one_per_processor_and_room_for_any() {
        var room = new GuestRoom(96, OptionalLong.empty(), 1L << 30);
        assertThat(room.slots()).isEqualTo(96);
        assertThat(room.holds(4_096)).isTrue();
    }

    @Test
    void more_than_fit_are_told_with_the_numbers() {
        GuestRoom room = room(64, 4_096, 1_024);
        assertThat(room.holds(9)).isFalse();
        assertThat(room)
                .hasToString(
                        "guests of 256 MiB beside a heap of 1024 MiB and 1024 MiB for the rest fit 8 times into the 4096"
                                + " MiB that the control group leaves this process");
    }
}
