package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    @Test
    void a_missed_limit_is_in_the_table_in_the_json_and_in_the_judgement() throws Exception {
        Report report = report(new FakeBenchmark(10.0), Effort.FULL);

        assertThat(report.holds()).isFalse();
        assertThat(report.text()).contains("NO").contains("p50 at most 5.000");
        JsonNode row = MAPPER.valueToTree(report.fields()).get("rows").get(0);
        assertThat(row.get("holds").booleanValue()).isFalse();
        assertThat(row.get("limited").textValue()).isEqualTo("p50");
        assertThat(row.get("limit").doubleValue()).isEqualTo(5);
        assertThat(row.get("ratio").doubleValue()).isEqualTo(10.0 / 4);
    }

    @Test
    void a_kept_limit_is_well() throws Exception {
        Report report = report(new FakeBenchmark(1.0), Effort.QUICK);

        assertThat(report.holds()).isTrue();
        assertThat(report.text())
                .doesNotContainPattern("\\bNO\\b")
                .contains("yes")
                .contains("quick");
    }

    @Test
    void one_missed_limit_among_kept_ones_fails_the_whole() throws Exception {
        Benchmark both = new FakeBenchmark(1.0) {
            @Override
            public List<Row> measure(Measurement measurement) throws BenchFailed, IOException {
                List<Row> rows = new ArrayList<>(super.measure(measurement));
                rows.add(rows.getFirst().limited(Limit.atMost(Quantile.P99, 0.5)));
                return rows;
            }
        };

        assertThat(report(both, Effort.QUICK).holds()).isFalse();
    }

    @Test
    void every_sample_and_the_host_are_in_the_file() throws Exception {
        Report report = report(new FakeBenchmark(1.0, 2.0, 3.0), Effort.FULL);

        List<String> lines = Files.readAllLines(report.samples());
        JsonNode first = MAPPER.readTree(lines.getFirst());
        assertThat(first.get("host").get("kvm").textValue()).isNotBlank();
        assertThat(first.get("host").get("cores").intValue()).isPositive();
        assertThat(lines.subList(1, 4))
                .map(line -> MAPPER.readTree(line).get("value").doubleValue())
                .containsExactly(1.0, 2.0, 3.0);
        assertThat(MAPPER.readTree(lines.getLast()).get("figure").textValue()).isEqualTo("thing");
        assertThat(report.samples()).hasParentRaw(directory);
    }

    @Test
    void a_report_without_guests_begins_by_saying_so_and_one_with_guests_does_not() throws Exception {
        Benchmark benchmark = new FakeBenchmark(1.0);
        Report simulated = Report.of(benchmark, Effort.QUICK, SandboxKind.SIMULATION, directory, NOW, _ -> {});

        assertThat(simulated.text()).startsWith("NO GUEST WAS RUN");
        assertThat(simulated.fields()).containsEntry("guest_was_run", false).containsEntry("backend", "simulation");
        assertThat(report(benchmark, Effort.QUICK).text()).doesNotContain("NO GUEST");
    }

    @Test
    void a_benchmark_that_fails_has_no_report() {
        Benchmark broken = new FakeBenchmark(1.0) {
            @Override
            public List<Row> measure(Measurement measurement) throws BenchFailed {
                throw new BenchFailed("intent 7 did not run well", "airlock doctor");
            }
        };

        assertThatThrownBy(() -> report(broken, Effort.QUICK))
                .isInstanceOf(BenchFailed.class)
                .hasMessage("intent 7 did not run well");
    }

    private Report report(Benchmark benchmark, Effort effort) throws Exception {
        return Report.of(benchmark, effort, SandboxKind.MICROVM, directory, NOW, _ -> {});
    }
}
