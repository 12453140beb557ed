package dev.airlock.jail.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.jail.shell.Cell.Allowance;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JavaNeedsTest {
    private static List<Allowance> needsOf(String... arguments) {
        return JavaNeeds.of(Path.of("/opt/java/bin/java"), List.of(arguments)).toList();
    }

    @Test
    void a_folder_that_the_class_path_names_by_a_star_can_be_listed() {
        assertThat(needsOf("-cp", "/opt/one.jar:/opt/airlock/lib/*", "dev.airlock.cli.Airlock"))
                .contains(Allowance.read(Path.of("/opt/airlock/lib")));
    }

    @Test
    void a_star_in_any_other_argument_opens_no_folder() {
        assertThat(needsOf("-Dfiles=/etc/*", "--class-path=/opt/a/*", "Main", "--config", "/root/*", "/home/*:/srv/*"))
                .contains(Allowance.read(Path.of("/opt/a")))
                .doesNotContain(
                        Allowance.read(Path.of("/etc")),
                        Allowance.read(Path.of("-Dfiles=/etc")),
                        Allowance.read(Path.of("/root")),
                        Allowance.read(Path.of("/home")),
                        Allowance.read(Path.of("/srv")));
    }

    @Test
    void without_a_star_no_folder_is_opened_for_the_sake_of_its_files() {
        assertThat(needsOf("-cp", "/opt/airlock/lib/one.jar", "dev.airlock.cli.Airlock"))
                .doesNotContain(Allowance.read(Path.of("/opt/airlock/lib")));
    }

    @Test
    void libraries_are_read_where_the_option_says_that_they_lie_and_nowhere_else() {
        assertThat(needsOf("-Djava.library.path=/opt/airlock/native:/opt/other"))
                .contains(Allowance.read(Path.of("/opt/airlock/native")), Allowance.read(Path.of("/opt/other")));
        assertThat(Stream.of(System.getProperty("java.library.path").split(File.pathSeparator, -1)))
                .as("the default of this JVM has a folder that no JVM needs")
                .anyMatch(folder -> !needsOf("Main").contains(Allowance.read(Path.of(folder))));
    }

    @Test
    void the_start_up_cache_is_read() {
        assertThat(needsOf("-XX:AOTCache=/opt/airlock/airlock.aot"))
                .contains(Allowance.read(Path.of("/opt/airlock/airlock.aot")));
    }
}
