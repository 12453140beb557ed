package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TourTest {
    private static final Step UP = new Step(List.of("up"), 0, "up: broker");
    private static final Step LOOP = new Step(List.of("run", "code:execute", "while True: pass"), 5, "INCIDENT_KILL");

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private final Walked walked = new Walked(List.of(UP, LOOP), told::add);

    private void hear(String text) {
        text.lines().forEach(walked);
    }

    @Test
    void each_step_is_typed_as_people_type_it_and_a_quote_does_not_end_a_word() {
        assertThat(LOOP.typed()).isEqualTo("airlock run code:execute 'while True: pass'");
        assertThat(new Step(List.of("it's"), 0, "").typed()).isEqualTo("airlock 'it'\\''s'");
        assertThat(new Step(List.of(""), 0, "").typed()).isEqualTo("airlock ''");
    }

    /** The machine's shell is busybox's; any POSIX shell reads the same. */
    @Test
    void a_shell_can_read_the_script_and_every_step_is_in_it_in_order() throws Exception {
        Tour tour = Tour.ofReadme(512);
        Path script = Files.writeString(folder.resolve("task"), tour.script());
        Process shell = new ProcessBuilder("/bin/sh", "-n", script.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(shell.getInputStream().readAllBytes()).isEmpty();
        assertThat(shell.waitFor()).isZero();
        int from = 0;
        for (Step step : tour.steps()) {
            from = tour.script().indexOf(step.typed(), from) + 1;
            assertThat(from).as(step.typed()).isPositive();
        }
    }

    @Test
    void only_airlock_linux_may_call_c() {
        var code = new TestCode(
                Path.of("/code/linux"),
                Path.of("/code/linux"),
                List.of(Path.of("/code/0.jar")),
                List.of(),
                List.of(Path.of("/l.jar")));
        assertThat(new Tour(List.of(UP), 512).arguments(code))
                .contains("--illegal-native-access=deny", "--enable-native-access=airlock.linux", "-Xmx512m")
                .containsSubsequence("-cp", "/code/0.jar:/l.jar", "dev.airlock.cli.Airlock");
    }

    @Test
    void a_tour_holds_when_every_step_ends_and_says_as_it_should() throws SelftestFailed {
        hear("selftest: step 0\nup: broker 127.0.0.1:19092\nselftest: ended 0\n");
        hear("selftest: step 1\nINCIDENT_KILL code:execute\nselftest: ended 5\nselftest: exit 0\n");
        assertThat(walked.tally().holds()).isTrue();
        assertThat(told).contains("$ airlock up", "  up: broker 127.0.0.1:19092", "ok    exit code 5");
    }

    @Test
    void another_exit_code_or_other_words_fail_the_step() throws SelftestFailed {
        hear("selftest: step 0\nno such thing\nselftest: ended 0\n");
        hear("selftest: step 1\nINCIDENT_KILL code:execute\nselftest: ended 0\nselftest: exit 0\n");
        assertThat(walked.tally().failed()).isEqualTo(2);
        assertThat(walked.tally().holds()).isFalse();
        assertThat(told)
                .contains(
                        "FAIL  exit code 0 as it should be, but nowhere: up: broker",
                        "FAIL  exit code 0, and it should be 5");
    }

    @Test
    void a_tour_that_stops_on_the_way_gives_no_verdict_and_says_where_it_was() {
        hear("selftest: step 0\nup: broker\nselftest: ended 0\nselftest: step 1\n");
        assertThat(walked.running()).isEqualTo(LOOP.typed());
        assertThatThrownBy(walked::tally)
                .isInstanceOf(SelftestFailed.class)
                .hasMessage("the tour did not come to its end: 1 of 2");
        hear("selftest: exit 137\n");
        assertThatThrownBy(walked::tally).hasMessageContaining("1 of 2");
    }
}
