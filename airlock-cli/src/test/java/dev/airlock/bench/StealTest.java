package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class StealTest {
    private static final String BEFORE = "cpu  100 0 50 800 10 0 5 35 20 0\ncpu0 1 2 3\n";

    private static Steal told(String... stats) {
        Iterator<String> each = List.of(stats).iterator();
        return new Steal(each::next);
    }

    @Test
    void it_is_the_host_s_share_of_the_time_since_then() {
        Steal steal = told(BEFORE, "cpu  130 0 70 810 10 0 5 75 40 0\ncpu0 1 2 3\n");
        assertThat(steal.percent()).hasValue(40);
    }

    @Test
    void where_nothing_is_told_or_no_time_has_gone_by_it_is_unknown() {
        assertThat(told("", "").percent()).isEmpty();
        assertThat(told(BEFORE, "").percent()).isEmpty();
        assertThat(told("", BEFORE).percent()).isEmpty();
        assertThat(told("cpu  1 2 3\n", "cpu  2 3 4\n").percent()).isEmpty();
        assertThat(told(BEFORE, BEFORE).percent()).isEmpty();
    }

    @Test
    void this_machine_tells_it() {
        Steal steal = Steal.since();
        long end = System.nanoTime() + 200_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(steal.percent().orElseThrow()).isBetween(0.0, 100.0);
    }
}
