package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.bench.model.Effort;
import dev.airlock.executor.model.SandboxKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompilersTest {
    private static final long ROUND_MILLIS = 1_000;

    @TempDir
    private Path directory;

    private final Deque<Long> compiling = new ArrayDeque<>();
    private long compiled;
    private long now;
    private int rounds;

    @Test
    void warms_up_until_nothing_is_compiled_any_more() throws Exception {
        compiling.addAll(List.of(1_400L, 900L, 51L, 49L, 60L, 10L, 50L, 0L));

        assertThat(left(Effort.FULL, 10)).isEqualTo(5);
        assertThat(rounds).isEqualTo(7);
    }

    @Test
    void gives_up_after_so_many_rounds_and_says_what_was_left() throws Exception {
        compiling.addAll(List.of(1_000L, 1_000L, 700L, 1_000L));

        assertThat(left(Effort.FULL, 3)).isEqualTo(70);
        assertThat(rounds).isEqualTo(3);
    }

    @Test
    void a_quick_look_warms_up_once() throws Exception {
        compiling.addAll(List.of(1_000L, 1_000L));

        assertThat(left(Effort.QUICK, 3)).isEqualTo(100);
        assertThat(rounds).isEqualTo(1);
    }

    @Test
    void what_needs_no_warm_up_of_this_kind_has_no_such_figure() throws Exception {
        try (Measurement measurement = open(Effort.FULL)) {
            assertThat(Compilers.left(measurement)).isEmpty();
        }
    }

    /** Percent of the last round. */
    private double left(Effort effort, int most) throws BenchFailed, IOException, InterruptedException {
        try (Measurement measurement = open(effort)) {
            new Compilers(() -> compiled, () -> now).calm(measurement, "rounds", most, () -> {
                rounds++;
                now += ROUND_MILLIS * 1_000_000;
                compiled += compiling.removeFirst();
            });
            return Compilers.left(measurement).orElseThrow();
        }
    }

    private Measurement open(Effort effort) throws IOException {
        return Measurement.open("compilers", effort, SandboxKind.MICROVM, directory, Instant.EPOCH, _ -> {});
    }
}
