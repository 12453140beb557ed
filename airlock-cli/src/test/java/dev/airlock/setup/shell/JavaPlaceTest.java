package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaPlaceTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/root/.sdkman/candidates/java/25-tem",
                "/home/ann/jdk",
                "/run/user/1000/jdk",
                "/tmp/jdk",
                "/var/tmp/jdk",
                "/opt/../root/jdk"
            })
    void a_java_where_units_see_nothing_is_refused_with_what_to_do(String home) {
        assertThatThrownBy(() -> JavaPlace.requireReachable(Path.of(home)))
                .isInstanceOfSatisfying(SetupFailed.class, failed -> assertThat(failed.fix())
                        .contains("AIRLOCK_JAVA_HOME=DIR", "apt-get install"))
                .hasMessageContaining("no unit could run the Java of this set-up, " + home)
                .hasMessageContaining("units see nothing below /");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/lib/jvm/temurin-25-jdk-amd64", "/opt/jdk", "/homes/jdk", "/tmpjdk"})
    void where_units_see_it_it_is_not_hidden(String home) {
        assertThat(JavaPlace.hidden(Path.of(home))).isEmpty();
    }

    @Test
    void a_java_that_not_everybody_may_enter_or_run_is_named() throws Exception {
        Path bin = Files.createDirectories(folder.resolve("jdk/bin"));
        Path java = Files.createFile(bin.resolve("java"));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(JavaPlace.closed(java)).contains("not everybody may run " + java);
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder.resolve("jdk"), PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(JavaPlace.closed(java)).contains("not everybody may enter " + folder.resolve("jdk"));
        assertThat(JavaPlace.closed(Path.of("/usr/bin/env"))).isEmpty();
    }
}
