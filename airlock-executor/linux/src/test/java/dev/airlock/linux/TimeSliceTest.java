package dev.airlock.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class TimeSliceTest {
    private static final Executor NEW_THREADS = task -> Thread.ofPlatform().start(task);

    private static List<Optional<Duration>> onAThread(Duration... asked) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            List<Optional<Duration>> seen = new ArrayList<>(List.of(TimeSlice.own()));
                            for (Duration slice : asked) {
                                assertThat(TimeSlice.ask(slice)).isTrue();
                                seen.add(TimeSlice.own());
                            }
                            return seen;
                        },
                        NEW_THREADS)
                .join();
    }

    @Test
    void aThreadHasTheSliceThatItAskedFor() {
        assumeTrue(TimeSlice.own().isPresent(), "the kernel does not tell slices: older than 6.12");

        List<Optional<Duration>> seen = onAThread(TimeSlice.SHORT, TimeSlice.SHORTEST);

        assertThat(seen).element(1).isEqualTo(Optional.of(TimeSlice.SHORT));
        assertThat(seen).element(2).isEqualTo(Optional.of(TimeSlice.SHORTEST));
    }

    @Test
    void theKernelGivesNoneShorterThanTheShortest() {
        assumeTrue(TimeSlice.own().isPresent(), "the kernel does not tell slices: older than 6.12");

        assertThat(onAThread(Duration.ofNanos(1)).getLast()).isEqualTo(Optional.of(TimeSlice.SHORTEST));
    }

    @Test
    void whoAsksForNoneHasALongerOneThanTheShort() {
        assumeTrue(TimeSlice.own().isPresent(), "the kernel does not tell slices: older than 6.12");

        assertThat(onAThread().getFirst().orElseThrow()).isGreaterThan(TimeSlice.SHORT);
    }

    @Test
    void anotherThreadKeepsIts() {
        Optional<Duration> before = TimeSlice.own();

        assertThat(onAThread(TimeSlice.SHORTEST)).hasSize(2);

        assertThat(TimeSlice.own()).isEqualTo(before);
    }
}
