package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
    /** Above every kernel's pid_max. */
    private static final long NOBODY = 1L << 40;

    @TempDir
    private Path directory;

    @Test
    void what_a_killed_benchmark_left_is_deleted_and_nothing_else() throws Exception {
        Path left = Files.createDirectories(directory.resolve("scratch-" + NOBODY + "-1"));
        Files.writeString(left.resolve("file"), "left");
        Path live = Files.createDirectories(
                directory.resolve("scratch-" + ProcessHandle.current().pid() + "-2"));
        Path samples = Files.writeString(directory.resolve("road.jsonl"), "kept");

        try (Scratch scratch = Scratch.in(directory)) {
            assertThat(scratch.directory()).isDirectory().hasParentRaw(directory);
        }

        assertThat(left).doesNotExist();
        assertThat(live).isDirectory();
        assertThat(samples).exists();
    }

    @Test
    void a_scratch_directory_goes_with_everything_in_it() throws Exception {
        Path inside;
        try (Scratch scratch = Scratch.in(directory)) {
            inside = Files.createDirectories(scratch.directory().resolve("a/b"));
            Scratch.copy(inside.getParent(), scratch.directory().resolve("copy"));
            assertThat(scratch.directory().resolve("copy/b")).isDirectory();
        }

        assertThat(inside).doesNotExist();
        assertThat(directory).isEmptyDirectory();
    }
}
