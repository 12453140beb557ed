package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.container.ContainerRuntime.Kind;
import dev.airlock.container.ContainerRuntime.Wanted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerRuntimeTest {
    @TempDir
    Path folder;

    private void program(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static final String SYSTEM = ":/usr/sbin:/usr/bin:/sbin:/bin";

    /** On a PATH with this folder first, where what the system has of runtimes is not found. */
    private ContainerRuntime found(Wanted wanted) throws ContainerFailed {
        return ContainerRuntime.find(wanted, folder.toString());
    }

    @Test
    void without_a_runtime_the_fix_is_named() {
        assertThatThrownBy(() -> found(Wanted.AUTO))
                .isInstanceOf(ContainerFailed.class)
                .hasMessage("there is no crun on PATH, and there is no runc on PATH; apt-get install crun, or apt-get"
                        + " install runc");
    }

    @Test
    void without_what_starts_it_the_fix_is_named() throws Exception {
        program("crun", "echo crun version 9.9");
        assertThatThrownBy(() -> ContainerRuntime.find(Wanted.AUTO, "relative:" + folder))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("no setsid on PATH; apt-get install util-linux");
    }

    @Test
    void crun_is_taken_before_runc_and_its_version_is_what_it_says() throws Exception {
        program("crun", "echo crun version 9.9; echo commit: abc");
        program("runc", "echo runc version 1.1.5+ds1; echo spec: 1.0.2");
        assertThat(ContainerRuntime.find(Wanted.AUTO, folder + SYSTEM))
                .isEqualTo(new ContainerRuntime(Kind.CRUN, folder.resolve("crun"), "9.9"));
        assertThat(ContainerRuntime.find(Wanted.RUNC, folder + SYSTEM))
                .isEqualTo(new ContainerRuntime(Kind.RUNC, folder.resolve("runc"), "1.1.5+ds1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit 0", "echo hello", "echo runc version 9"})
    void what_is_no_crun_is_passed_over_and_not_when_it_alone_is_wanted(String says) throws Exception {
        program("crun", says);
        program("runc", "echo runc version 1.1.5");
        for (String needed : ContainerRuntime.NEEDED) {
            program(needed, "");
        }
        assertThat(found(Wanted.AUTO).text()).isEqualTo("runc 1.1.5");
        assertThatThrownBy(() -> found(Wanted.CRUN))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("/crun --version says \"")
                .hasMessageEndingWith("; apt-get install crun");
    }

    @Test
    void a_version_is_short_and_of_the_runtime_that_was_asked() {
        assertThat(ContainerRuntime.versionIn(Kind.CRUN, "crun version " + "9".repeat(60)))
                .isEmpty();
        assertThat(ContainerRuntime.versionIn(Kind.CRUN, "")).isEmpty();
        assertThat(ContainerRuntime.versionIn(Kind.RUNC, "crun version 1")).isEmpty();
    }
}
