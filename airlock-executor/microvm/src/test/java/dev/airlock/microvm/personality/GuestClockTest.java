package dev.airlock.microvm.personality;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GuestClockTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    @Test
    void a_guest_that_sleeps_is_roused_from_another_thread_and_sleeps_no_more_until_it_was_looked_at()
            throws Exception {
        CompletableFuture<GuestClock> made = new CompletableFuture<>();
        try (ExecutorService run = Executors.newSingleThreadExecutor()) {
            var slept = run.submit(() -> {
                GuestClock clock = GuestClock.starting(System.nanoTime() + HOUR);
                made.complete(clock);
                clock.sleep(HOUR);
                clock.sleep(HOUR);
                return clock;
            });
            made.get(10, TimeUnit.SECONDS).rouse();
            assertThat(slept.get(10, TimeUnit.SECONDS).isRoused()).isTrue();
        }
    }

    @Test
    void a_guest_that_was_looked_at_sleeps_as_long_as_it_wants() {
        VirtualTime time = new VirtualTime();
        GuestClock clock = GuestClock.over(time, time.nanos() + HOUR);
        clock.rouse();
        clock.sleep(1000);
        assertThat(time.nanos()).isEqualTo(VirtualTime.START);
        clock.calm();
        clock.sleep(1000);
        assertThat(time.nanos()).isEqualTo(VirtualTime.START + 1000);
    }
}
