package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TokensBenchmarkTest {
    @TempDir
    private Path directory;

    @Test
    void sealing_and_reading_real_tokens_costs_more_than_the_bare_signature() throws Exception {
        Report report =
                Report.of(new TokensBenchmark(), Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, _ -> {});

        assertThat(report.rows())
                .extracting(Row::figure)
                .containsExactly("seal", "read and verify", "seal, hybrid", "read and verify, hybrid");
        assertThat(report.rows())
                .allSatisfy(row -> assertThat(row.ratio().orElseThrow()).isGreaterThan(1));
        assertThat(Files.readAllLines(report.samples())).hasSizeGreaterThan(2_000);
    }
}
