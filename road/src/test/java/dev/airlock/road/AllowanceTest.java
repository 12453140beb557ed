package dev.airlock.road;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** A clock whose zero means nothing, as that of the JVM. */
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(25).toNanos();

    private final Allowance allowance = new Allowance(3, EVERY, START);

    private static long after(Duration time) {
        return START + time.toNanos();
    }

    private long takenOf(int tries, Duration at) {
        long taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += allowance.take(after(at)) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void a_burst_gets_what_is_there_and_the_rest_is_counted() {
        assertThat(takenOf(100, Duration.ZERO)).isEqualTo(3);
        assertThat(allowance.takeRefused()).isEqualTo(97);
        assertThat(allowance.takeRefused()).isZero();
    }

    @Test
    void afterwards_there_is_one_more_every_while_and_no_sooner() {
        takenOf(100, Duration.ZERO);
        assertThat(takenOf(100, EVERY.minusNanos(1))).isZero();
        assertThat(takenOf(100, EVERY)).isEqualTo(1);
        assertThat(takenOf(100, EVERY.plusNanos(1))).isZero();
        assertThat(takenOf(100, EVERY.multipliedBy(3))).isEqualTo(2);
    }

    @Test
    void a_long_silence_earns_no_more_than_a_burst() {
        takenOf(100, Duration.ZERO);
        assertThat(takenOf(100, Duration.ofDays(365))).isEqualTo(3);
    }

    @Test
    void a_flood_gets_no_more_than_the_burst_and_one_for_every_while() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long at = 0;
        long taken = 0;
        for (int i = 0; i < 100_000; i++) {
            at += random.nextLong(Duration.ofMillis(20).toNanos());
            taken += allowance.take(START + at) ? 1 : 0;
        }
        long most = 3 + at / EVERY.toNanos();
        assertThat(taken).isBetween(most - 1, most);
    }
}
