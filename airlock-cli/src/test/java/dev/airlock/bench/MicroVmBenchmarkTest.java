package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.linux.PagemapScan;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MicroVmBenchmarkTest {
    @TempDir
    private Path directory;

    @Test
    void what_needs_no_guest_is_measured_everywhere_and_what_is_missing_is_said() throws Exception {
        assumeTrue(PagemapScan.available(), "SKIPPED: this kernel has no PAGEMAP_SCAN (Linux 6.7)");
        List<String> said = new ArrayList<>();
        Report report = Report.of(
                new MicroVmBenchmark(), Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, said::add);

        assertThat(report.rows())
                .extracting(Row::figure)
                .startsWith("32 known pages", "32 pages, scanned", "monitor, per call");
        assertThat(report.rows()).allSatisfy(row -> assertThat(row.p50()).isPositive());
        if (report.rows().size() == 3) {
            assertThat(said).anyMatch(line -> line.startsWith("no guests: "));
        } else {
            assertThat(report.rows().subList(3, report.rows().size()))
                    .extracting(Row::figure)
                    .containsExactly(
                            "reset to ready, 32 pages",
                            "wake to first exit",
                            "fork to first exit",
                            "Python handler, run and reset",
                            "Python that computes");
        }
        if (said.stream().noneMatch(line -> line.startsWith("no floor"))) {
            assertThat(report.rows())
                    .filteredOn(row -> !row.figure().startsWith("monitor"))
                    .allSatisfy(row -> assertThat(row.floor()).isPresent());
        }
    }
}
