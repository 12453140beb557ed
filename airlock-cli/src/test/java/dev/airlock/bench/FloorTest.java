package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FloorTest {
    @TempDir
    private Path directory;

    @Test
    void it_measures_as_often_as_it_is_asked_in_one_process() throws Exception {
        try (Floor floor =
                start("echo ready; while read n; do while [ $n -gt 0 ]; do echo $$; n=$((n-1)); done; done")) {
            assertThat(floor.fault()).isEmpty();
            double[] first = floor.take(3);
            double[] second = floor.take(2);

            assertThat(first).hasSize(3).containsOnly(second[0]);
            assertThat(second).hasSize(2);
        }
    }

    @Test
    void one_that_cannot_says_why_before_anything_is_measured() throws Exception {
        try (Floor floor = start("echo 'prints other bytes: 7' >&2; exit 5")) {
            assertThat(floor.fault()).isEqualTo("exit code 5 prints other bytes: 7");
        }
    }

    @Test
    void one_that_ends_while_it_measures_fails_the_benchmark() throws Exception {
        try (Floor floor = start("echo ready; read n; echo 1000; echo broken >&2; exit 1")) {
            assertThat(floor.fault()).isEmpty();
            assertThatThrownBy(() -> floor.take(2))
                    .isInstanceOf(BenchFailed.class)
                    .hasMessage("a floor in C ended: exit code 1 broken");
        }
    }

    private Floor start(String script) throws Exception {
        return Floor.start(List.of("/bin/sh", "-c", script), directory.resolve("err"));
    }
}
