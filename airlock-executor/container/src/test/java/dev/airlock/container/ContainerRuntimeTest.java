package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerRuntimeTest {
    @TempDir
    Path folder;

    private void program(String name, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void without_crun_the_fix_is_named() {
        assertThatThrownBy(() -> ContainerRuntime.find(folder.toString()))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("apt-get install crun");
    }

    @Test
    void without_what_starts_it_the_fix_is_named() throws Exception {
        program("crun", "echo crun version 9.9");
        assertThatThrownBy(() -> ContainerRuntime.find("relative:" + folder))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("no setsid on PATH; apt-get install util-linux");
    }

    @Test
    void its_version_is_what_it_says() throws Exception {
        program("crun", "echo crun version 9.9; echo commit: abc");
        assertThat(ContainerRuntime.find(folder + ":/usr/sbin:/usr/bin:/sbin:/bin"))
                .isEqualTo(new ContainerRuntime("crun", folder.resolve("crun"), "9.9"));
    }

    @Test
    void what_says_no_version_is_no_crun() throws Exception {
        program("crun", "echo hello");
        assertThatThrownBy(() -> ContainerRuntime.find(folder + ":/usr/sbin:/usr/bin:/sbin:/bin"))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("says \"hello\"");
        assertThat(ContainerRuntime.versionIn("crun version " + "9".repeat(60))).isEmpty();
        assertThat(ContainerRuntime.versionIn("")).isEmpty();
    }
}
