package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.linux.ThreadKick;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kicks that come in time, and no wake-up for those that never come. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class DeadlinesTest {
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(5);

    @Test
    void a_kick_comes_when_its_time_is_over_and_not_before() throws Exception {
        try (Deadlines deadlines = new Deadlines();
                ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            long armed = System.nanoTime();
            var _ = deadlines.arm(kick::fire, SOON);
            waitFor(kick);
            assertThat(System.nanoTime() - armed).isGreaterThanOrEqualTo(SOON);
        }
    }

    @Test
    void an_earlier_one_does_not_wait_for_a_later_one() throws Exception {
        try (Deadlines deadlines = new Deadlines();
                ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            Deadlines.Deadline later = deadlines.arm(kick::fire, HOUR);
            var _ = deadlines.arm(kick::fire, SOON);
            waitFor(kick);
            later.cancel();
            var _ = deadlines.arm(kick::fire, SOON);
            waitFor(kick);
        }
    }

    @Test
    void one_that_was_cancelled_does_not_come() throws Exception {
        try (Deadlines deadlines = new Deadlines();
                ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            deadlines.arm(kick::fire, SOON).cancel();
            var _ = deadlines.arm(kick::fire, 4 * SOON);
            waitFor(kick);
            assertThat(kick.take()).as("a second kick").isFalse();
        }
    }

    @Test
    void runs_that_end_in_time_wake_nobody() throws Exception {
        try (Deadlines deadlines = new Deadlines();
                ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            deadlines.arm(kick::fire, HOUR).cancel();
            long before = wakes();
            for (int i = 0; i < 10_000; i++) {
                deadlines.arm(kick::fire, HOUR).cancel();
            }
            assertThat(wakes() - before).isLessThan(10);
        }
    }

    @Test
    void one_that_is_never_over_does_not_hide_the_others() throws Exception {
        try (Deadlines deadlines = new Deadlines();
                ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            for (int i = 0; i < 3; i++) {
                Deadlines.Deadline never = deadlines.arm(kick::fire, Long.MAX_VALUE);
                var _ = deadlines.arm(kick::fire, SOON);
                waitFor(kick);
                never.cancel();
            }
        }
    }

    @Test
    void a_kick_that_fails_comes_again_and_stops_no_other() throws Exception {
        try (Deadlines deadlines = new Deadlines()) {
            CountDownLatch tries = new CountDownLatch(3);
            CountDownLatch other = new CountDownLatch(1);
            Deadlines.Deadline failing = deadlines.arm(
                    () -> {
                        tries.countDown();
                        throw new AssertionError("planted");
                    },
                    SOON);
            tries.await();
            var _ = deadlines.arm(other::countDown, SOON);
            other.await();
            failing.cancel();
        }
    }

    @Test
    void none_is_taken_once_they_are_closed() throws Exception {
        Deadlines deadlines = new Deadlines();
        deadlines.close();
        try (ThreadKick thread = ThreadKick.open();
                ThreadKick.Turn kick = thread.turn()) {
            assertThatThrownBy(() -> deadlines.arm(kick::fire, SOON)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static void waitFor(ThreadKick.Turn kick) throws Exception {
        while (!kick.take()) {
            Thread.onSpinWait();
        }
    }

    /** How often the thread that keeps deadlines has waited. */
    private static long wakes() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long count = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals("airlock-deadlines")) {
                count += thread.getWaitedCount();
            }
        }
        return count;
    }
}
