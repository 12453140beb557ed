package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecideBenchmarkTest {
    @TempDir
    private Path directory;

    @Test
    void a_remembered_answer_costs_a_small_part_of_one_that_the_engine_gives() throws Exception {
        Report report =
                Report.of(new DecideBenchmark(), Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, _ -> {});

        assertThat(report.rows())
                .extracting(Row::figure)
                .containsExactly("authorisation, remembered", "authorisation, asked of Cedar");
        assertThat(report.rows().getFirst().p50())
                .isLessThan(report.rows().get(1).p50() / 10);
    }
}
