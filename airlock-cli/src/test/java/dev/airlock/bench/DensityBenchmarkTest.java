package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DensityBenchmarkTest {
    @TempDir
    private Path directory;

    @Test
    void the_parked_guests_are_weighed_and_woken_each_in_its_turn() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/kvm")), "SKIPPED: no /dev/kvm");
        List<String> said = new ArrayList<>();
        Report report = Report.of(
                new DensityBenchmark(), Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, said::add);

        assertThat(report.rows())
                .extracting(Row::figure)
                .containsExactly(
                        "beyond working set, 40",
                        "the same after runs, 40",
                        "with kernel's, beyond set, 40",
                        "with kernel's, in all, 40",
                        "wake to first exit, 40 parked",
                        "wake to first exit, 10 parked");
        assertThat(report.rows().get(4).p50()).isPositive();
        assertThat(report.rows().get(4).limit()).isPresent();
        assertThat(said).anyMatch(line -> line.startsWith("the largest of 40 has "));
    }
}
