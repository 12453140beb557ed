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
    void it_tells_the_whole_decision_by_its_parts_and_a_remembered_answer_costs_a_small_part_of_the_engines()
            throws Exception {
        Report report =
                Report.of(new DecideBenchmark(), Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, _ -> {});

        assertThat(report.rows())
                .extracting(Row::figure)
                .containsExactly(
                        "posture and route",
                        "screening of 1 KiB, all rules",
                        "signed intent to signed order",
                        "  the slowest of a hundred",
                        "  of it: the intent's signature",
                        "  of it: posture, policies, limits",
                        "  of it: the order's signature",
                        "authorisation, remembered",
                        "authorisation, asked of Cedar");
        Row whole = report.rows().get(2);
        assertThat(whole.floor().orElseThrow()).isPositive().isLessThan(whole.p50());
        assertThat(report.rows().get(7).p50()).isLessThan(report.rows().get(8).p50() / 10);
    }
}
