package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("system")
final class LedgerBenchmarkTest {
    @TempDir
    private Path directory;

    @Test
    void sealing_auditing_growth_heads_and_memory_are_measured_against_their_floors_and_limits() throws Exception {
        Report report =
                Report.of(new LedgerBenchmark(), Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, _ -> {});

        assertThat(report.rows())
                .extracting(Row::figure)
                .containsExactly(
                        "seal",
                        "audit, a token",
                        "log growth, a token",
                        "head behind its token",
                        "heap, many tokens",
                        "heap, many decisions");
        assertThat(report.rows()).allSatisfy(row -> assertThat(row.limit()).isPresent());
        assertThat(report.rows())
                .filteredOn(row -> row.floor().isEmpty())
                .extracting(Row::figure)
                .containsExactly("head behind its token");
        assertThat(report.rows()).allSatisfy(row -> assertThat(row.p50()).isPositive());
        assertThat(report.rows().getFirst().ratio().orElseThrow()).isGreaterThan(1);
    }
}
