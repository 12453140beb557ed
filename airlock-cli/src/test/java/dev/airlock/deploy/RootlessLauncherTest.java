package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher of a distribution, with programs in the place of id, unshare and java that say how they were started. */
class RootlessLauncherTest {
    private static final Path LAUNCHER = Path.of("../deploy/dist/airlock").toAbsolutePath();
    private static final String ENTERED = "entered --user --map-auto --map-root-user";

    @TempDir
    private Path folder;

    /** What the launcher takes for /dev/kvm here, so that the host's does not count; not there unless a test makes it. */
    private Path kvm;

    @BeforeEach
    void java() throws IOException {
        Path home = Files.createDirectories(folder.resolve("jdk/bin"));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        program(home.resolve("java"), "case \"$*\" in *-Duser.name=alice*) echo java of alice ;; *) echo java ;; esac");
        Files.createDirectories(folder.resolve("bin"));
        kvm = folder.resolve("kvm");
        String text = Files.readString(LAUNCHER);
        assertThat(text).contains("-w /dev/kvm");
        Files.writeString(folder.resolve("airlock"), text.replace("/dev/kvm", kvm.toString()));
    }

    private static void program(Path at, String text) throws IOException {
        Files.writeString(at, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What is printed when a user of this number, on whose host unshare ends so with a program that does nothing, gives a command. */
    private List<String> printed(int user, int trial, String command) throws IOException, InterruptedException {
        program(folder.resolve("bin/id"), "[ $1 = -un ] && echo alice || echo " + user);
        program(folder.resolve("bin/unshare"), """
                [ "$4" != true ] || { : > "${0%%/*}/tried"; exit %d; }
                echo "entered $1 $2 $3"
                shift 3
                exec "$@"
                """.formatted(trial));
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", folder.resolve("airlock").toString(), command, "x")
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        folder.resolve("bin") + ":/usr/bin:/bin",
                        "AIRLOCK_DIST",
                        folder.toString(),
                        "AIRLOCK_JAVA_HOME",
                        folder.resolve("jdk").toString()));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text.lines().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "run", "executor", "doctor", "bench"})
    void an_ordinary_user_s_programs_are_started_where_its_subordinate_users_are_mapped(String command)
            throws Exception {
        assertThat(printed(1000, 0, command)).containsExactly(ENTERED, "java of alice");
    }

    /** Whether a namespace was tried by the last command. */
    private boolean tried() {
        return Files.exists(folder.resolve("bin/tried"));
    }

    @Test
    void root_and_what_runs_no_program_and_whoever_has_no_such_users_start_as_they_are() throws Exception {
        assertThat(printed(0, 0, "up")).containsExactly("java");
        assertThat(printed(1000, 0, "tokens")).containsExactly("java");
        assertThat(tried()).isFalse();
        assertThat(printed(1000, 1, "up"))
                .as("its refusal says what is missing")
                .containsExactly("java");
        assertThat(tried()).as("it was seen that it has none").isTrue();
    }

    @Test
    void with_kvm_no_namespace_is_entered_since_no_container_is_chosen() throws Exception {
        Files.createFile(kvm);
        assertThat(printed(1000, 0, "up")).containsExactly("java");
        assertThat(tried()).isFalse();
    }
}
