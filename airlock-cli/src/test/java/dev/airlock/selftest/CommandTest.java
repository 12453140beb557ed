package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CommandTest {
    private static final Path ROOT = Path.of("/");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Command shell(String script) {
        return Command.of(Path.of("/bin/sh"), "-c", script);
    }

    @Test
    void every_line_of_output_and_error_is_heard_and_the_exit_code_is_given() throws Exception {
        List<String> lines = new ArrayList<>();
        assertThat(shell("echo one; echo two >&2; exit 3").run(ROOT, MINUTE, lines::add))
                .isEqualTo(3);
        assertThat(lines).containsExactly("one", "two");
    }

    @Test
    void a_process_whose_time_is_over_is_ended_and_that_is_said() {
        assertThatThrownBy(() -> shell("echo begun; exec sleep 600").run(ROOT, Duration.ofMillis(300), _ -> {}))
                .isInstanceOf(SelftestFailed.class)
                .hasMessageContaining("no end within 0 s");
    }

    @Test
    void a_preparation_that_fails_is_told_with_what_it_printed() {
        assertThatThrownBy(() -> shell("echo 'no such package' >&2; exit 100").output(ROOT))
                .isInstanceOf(SelftestFailed.class)
                .hasMessageContaining("ended with 100: no such package");
    }

    @Test
    void a_child_reads_nothing() throws Exception {
        assertThat(shell("cat; echo end").output(ROOT)).isEqualTo("end");
    }
}
