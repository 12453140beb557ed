package dev.airlock.scale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RoadModelTest {
    /** A program that waits for a second, on a road that costs little. */
    private static final Costs WAITING = new Costs(2, 10, 20, 1050, 15, 0.1, 0.05);

    private static List<Integer> sessions(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static Shape hosts(int executors, int slots, int partitions) {
        return new Shape(executors, slots, partitions, 2, 1, false);
    }

    @Test
    void full_slots_are_the_rate_if_nothing_else_is_short() {
        Forecast one = RoadModel.closed(WAITING, hosts(1, 2, 8), sessions(16), 600);
        assertThat(one.perSecond()).isCloseTo(2 / 1.05, Percentage.withPercentage(2));
        assertThat(one.slots()).isCloseTo(1, within(0.02));
        assertThat(one.limit()).isEqualTo("slots");
        Forecast four = RoadModel.closed(WAITING, hosts(4, 2, 8), sessions(64), 600);
        assertThat(four.perSecond()).isCloseTo(4 * one.perSecond(), Percentage.withPercentage(2));
    }

    @Test
    void one_alone_waits_for_the_sum_of_all_stages() {
        Forecast alone = RoadModel.closed(WAITING, hosts(1, 2, 8), sessions(1), 60);
        double front = 2 / (1 - 0.1 / 2);
        double run = 20 / (1 - 0.05 / 2) + 1030;
        assertThat(alone.p50()).isCloseTo(front + 10 + run + 15, within(0.001));
        assertThat(alone.p99()).isCloseTo(alone.p50(), within(0.001));
    }

    @Test
    void processors_are_the_rate_where_they_are_short() {
        var busy = new Costs(1, 1, 100, 100, 1, 0, 0);
        Forecast forecast = RoadModel.closed(busy, hosts(1, 16, 8), sessions(64), 200);
        assertThat(forecast.perSecond()).isCloseTo(2 * 1000 / 100.0, Percentage.withPercentage(2));
        assertThat(forecast.executor()).isGreaterThan(0.98);
    }

    @Test
    void the_front_is_the_rate_where_it_is_short_and_a_second_one_doubles_it() {
        var heavy = new Costs(50, 1, 1, 1, 1, 0, 0);
        Forecast one = RoadModel.closed(heavy, hosts(8, 8, 8), sessions(256), 60);
        assertThat(one.perSecond()).isCloseTo(2 * 1000 / 50.0, Percentage.withPercentage(2));
        assertThat(one.limit()).isEqualTo("front processors");
        Forecast two = RoadModel.closed(heavy, new Shape(8, 8, 8, 2, 2, false), sessions(256), 60);
        assertThat(two.perSecond()).isCloseTo(2 * one.perSecond(), Percentage.withPercentage(2));
    }

    @Test
    void executors_beyond_the_partitions_do_nothing() {
        Forecast eight = RoadModel.closed(WAITING, hosts(8, 2, 8), sessions(128), 300);
        Forecast hundred = RoadModel.closed(WAITING, hosts(100, 2, 8), sessions(128), 300);
        assertThat(hundred.perSecond()).isEqualTo(eight.perSecond());
        assertThat(hundred.idle()).isEqualTo(92);
        assertThat(hundred.limit()).isEqualTo("partitions");
    }

    @Test
    void a_session_is_run_one_by_one_however_many_slots_are_free() {
        Forecast forecast = RoadModel.open(WAITING, hosts(4, 8, 8), List.of(3), 10, 300, 7);
        assertThat(forecast.perSecond()).isCloseTo(1 / 1.05, Percentage.withPercentage(2));
    }

    @Test
    void on_one_host_everybody_shares_its_cores() {
        var busy = new Costs(10, 1, 90, 90, 1, 0.2, 0.1);
        Shape together = new Shape(4, 8, 8, 2, 1, true);
        double free = 2 - 0.2 - 4 * 0.1;
        assertThat(RoadModel.closed(busy, together, sessions(64), 200).perSecond())
                .isCloseTo(free * 1000 / 100, Percentage.withPercentage(3));
    }

    @Test
    void chance_follows_from_the_seed_and_queues_make_the_slow_slower() {
        Shape shape = hosts(2, 2, 8);
        List<Integer> sessions = sessions(400);
        Forecast calm = RoadModel.open(WAITING, shape, sessions, 1, 600, 1);
        Forecast full = RoadModel.open(WAITING, shape, sessions, 3.4, 600, 1);
        assertThat(RoadModel.open(WAITING, shape, sessions, 3.4, 600, 1)).isEqualTo(full);
        assertThat(RoadModel.open(WAITING, shape, sessions, 3.4, 600, 2)).isNotEqualTo(full);
        assertThat(calm.perSecond()).isCloseTo(1, Percentage.withPercentage(15));
        assertThat(full.p99()).isGreaterThan(2 * calm.p50());
    }
}
