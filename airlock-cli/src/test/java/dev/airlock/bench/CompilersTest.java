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
        compiling.addAll(List.of(1_400L, 900L, 51L, 49L, 0L));

        calm(Effort.FULL, 10);

        assertThat(rounds).isEqualTo(4);
    }

    @Test
    void gives_up_after_so_many_rounds() throws Exception {
        compiling.addAll(List.of(1_000L, 1_000L, 1_000L, 1_000L));

        calm(Effort.FULL, 3);

        assertThat(rounds).isEqualTo(3);
    }

    @Test
    void a_quick_look_warms_up_once() throws Exception {
        compiling.addAll(List.of(1_000L, 1_000L));

        calm(Effort.QUICK, 3);

        assertThat(rounds).isEqualTo(1);
    }

    private void calm(Effort effort, int most) throws BenchFailed, IOException, InterruptedException {
        try (Measurement measurement = open(effort)) {
            new Compilers(() -> compiled, () -> now).calm(measurement, "rounds", most, () -> {
                rounds++;
                now += ROUND_MILLIS * 1_000_000;
                compiled += compiling.removeFirst();
            });
        }
    }

    private Measurement open(Effort effort) throws IOException {
        return Measurement.open("compilers", effort, SandboxKind.MICROVM, directory, Instant.EPOCH, _ -> {});
    }
}
