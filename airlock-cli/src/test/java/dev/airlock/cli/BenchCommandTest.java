package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.bench.FakeBenchmark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class BenchCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_missed_limit_ends_with_exit_code_1() {
        assertThat(run(new FakeBenchmark(6, 7, 8), "fake", "--data", directory.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("thing, ms").contains("NO");
    }

    @Test
    void kept_limits_end_with_exit_code_0() {
        assertThat(run(new FakeBenchmark(1, 2, 3), "fake", "--data", directory.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("yes")
                .contains(directory.resolve("bench").toString());
        assertThat(err.toString()).contains("airlock: measuring");
    }

    @Test
    void with_json_nothing_but_json_is_printed() throws Exception {
        assertThat(run(new FakeBenchmark(6), "fake", "--quick", "--json", "--data", directory.toString()))
                .isEqualTo(1);

        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.get("effort").textValue()).isEqualTo("quick");
        assertThat(report.get("holds").booleanValue()).isFalse();
        assertThat(report.get("rows").get(0).get("p99").doubleValue()).isEqualTo(6);
    }

    @Test
    void the_simulation_is_measured_only_when_it_is_asked_for_by_name() {
        assertThat(run(new FakeBenchmark(1), "fake", "--backend", "simulation", "--data", directory.toString()))
                .isZero();
        assertThat(out.toString()).contains("NO GUEST WAS RUN");
    }

    @Test
    void without_a_name_the_benchmarks_are_listed() {
        assertThat(run(new FakeBenchmark(1))).isZero();
        assertThat(out.toString()).contains("fake").contains("what a test wants");
    }

    @Test
    void an_unknown_name_is_a_usage_error_that_names_the_known_ones() {
        int exit = Airlock.commandLine()
                .setErr(new PrintWriter(err))
                .execute("bench", "raod", "--data", directory.toString());

        assertThat(exit).isEqualTo(Exit.USAGE);
        assertThat(err.toString())
                .contains(
                        "no benchmark is called raod; there are road, fast, cold-start, tokens, ledger, decide, microvm, density, container");
    }

    private int run(FakeBenchmark benchmark, String... arguments) {
        return new CommandLine(new BenchCommand(List.of(benchmark)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
