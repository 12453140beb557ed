package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.bench.Turns.Bounds;
import dev.airlock.bench.Turns.Figure;
import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Row;
import dev.airlock.executor.model.SandboxKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TurnsTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Figure FIGURE = new Figure("thing", 7, 400);

    @TempDir
    private Path directory;

    private int asked;

    @Test
    void ours_and_the_floor_take_turns_and_either_is_first_as_often() throws Exception {
        Path file;
        Row row;
        try (Measurement measurement = open()) {
            file = measurement.file();
            row = new Turns(measurement, Optional.of(floors("")))
                    .measure(FIGURE, new Bounds(1.2, 100), () -> 3, "floor");
        }

        List<String> runs = runs(file);
        assertThat(row.floor()).hasValue(2);
        assertThat(row.limit())
                .hasValueSatisfying(limit -> assertThat(limit.value()).isEqualTo(1.2 * 2));
        assertThat(row.ratio()).hasValue(1.5);
        assertThat(runs.subList(0, 4)).containsExactly("thing 20", "thing in C 40", "thing 40", "thing in C 40");
        assertThat(runs.getLast()).isEqualTo("thing 20");
    }

    @Test
    void what_warms_up_is_not_kept() throws Exception {
        try (Measurement measurement = open()) {
            Row row = new Turns(measurement, Optional.empty())
                    .measure(FIGURE, Bounds.ratio(1), () -> asked++ < FIGURE.warmUp() ? 1000 : 1, "floor");

            assertThat(measurement.samples("thing").count()).isEqualTo(400);
            assertThat(row.p99()).isEqualTo(1);
            assertThat(asked).isGreaterThan(FIGURE.warmUp() + 400);
        }
    }

    @Test
    void a_floor_that_this_machine_cannot_have_is_said_and_nothing_is_judged() throws Exception {
        List<String> said = new ArrayList<>();
        try (Measurement measurement =
                Measurement.open("turns", Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, said::add)) {
            Row row = new Turns(measurement, Optional.of(floors("echo 'no KVM' >&2; exit 3")))
                    .measure(FIGURE, Bounds.ratio(1), () -> 1, "floor");

            assertThat(row.limit()).isEmpty();
            assertThat(said).contains("no floor of floor: exit code 3 no KVM");
        }
    }

    private Measurement open() throws Exception {
        return Measurement.open("turns", Effort.QUICK, SandboxKind.MICROVM, directory, Instant.EPOCH, _ -> {});
    }

    /** A shell in the place of the program in C, whose every sample is two microseconds. */
    private Floors floors(String first) throws Exception {
        Path program = directory.resolve("floor");
        Files.writeString(
                program,
                "#!/bin/sh\n" + first
                        + "\necho ready; while read n; do while [ $n -gt 0 ]; do echo 2000; n=$((n-1)); done; done\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return new Floors(directory);
    }

    /** Which series were kept, and how many of each at a time. */
    private static List<String> runs(Path file) throws Exception {
        List<String> runs = new ArrayList<>();
        String series = "";
        int count = 0;
        for (String line : Files.readAllLines(file)) {
            JsonNode sample = MAPPER.readTree(line);
            String name = sample.get("series").textValue();
            if (!name.startsWith(FIGURE.figure())) {
                continue;
            }
            if (!name.equals(series) && count > 0) {
                runs.add(series + " " + count);
                count = 0;
            }
            series = name;
            count++;
        }
        runs.add(series + " " + count);
        return runs;
    }
}
