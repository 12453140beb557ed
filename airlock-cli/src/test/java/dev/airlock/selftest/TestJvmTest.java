package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TestJvmTest {
    private static final Path TESTS = Path.of("/t/microvm-tests.jar");

    private static List<String> arguments(Path linux, Path linuxTests) {
        var code = new TestCode(
                linux, linuxTests, List.of(Path.of("/m.jar"), TESTS), List.of(TESTS), List.of(Path.of("/l.jar")));
        return new TestJvm(code, Path.of("/images"), 768, 20).arguments(new TestChoice(List.of()));
    }

    @Test
    void only_airlock_linux_may_call_c() {
        assertThat(arguments(Path.of("/linux.jar"), Path.of("/linux-tests.jar")))
                .contains(
                        "--module-path=/linux.jar",
                        "--enable-native-access=airlock.linux",
                        "--illegal-native-access=deny",
                        "-Dairlock.test.patience=20",
                        "-Dairlock.test.images=/images")
                .contains("-Xmx768m", "--scan-classpath=/t/microvm-tests.jar")
                .containsSequence("-cp", "/m.jar:/t/microvm-tests.jar:/l.jar");
    }

    @Test
    void the_module_is_patched_with_its_tests_unless_they_are_in_it() {
        assertThat(arguments(Path.of("/linux.jar"), Path.of("/linux-tests.jar")))
                .contains("--patch-module=airlock.linux=/linux-tests.jar");
        assertThat(arguments(Path.of("/linux"), Path.of("/linux")))
                .noneMatch(argument -> argument.startsWith("--patch-module"));
    }

    @Test
    void an_argument_file_keeps_backslashes_quotes_and_blanks() {
        assertThat(TestJvm.argumentFile(List.of("-Da=b c", "^(.*\\.)?\"$")))
                .isEqualTo("\"-Da=b c\"\n\"^(.*\\\\.)?\\\"$\"\n");
    }
}
