package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolTest {
    private static final List<Tool> NEEDED = List.of(Tool.QEMU, Tool.BUSYBOX);

    @TempDir
    private Path folder;

    private void install(Tool tool) throws IOException {
        Path program = Files.writeString(folder.resolve(tool.name()), "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void all_that_is_missing_is_named_with_one_line_that_installs_it() {
        assertThatThrownBy(() -> Tool.require(NEEDED, folder.toString()))
                .hasMessage("not installed here: qemu-system-x86_64 busybox")
                .isInstanceOfSatisfying(SelftestFailed.class, failed -> assertThat(failed.fix())
                        .isEqualTo("apt-get install --no-install-recommends qemu-system-x86 busybox-static"));
    }

    @Test
    void what_is_there_is_not_asked_for() throws IOException {
        install(Tool.QEMU);
        assertThatThrownBy(() -> Tool.require(NEEDED, "/nowhere:" + folder)).hasMessage("not installed here: busybox");
        install(Tool.BUSYBOX);
        assertThatCode(() -> Tool.require(NEEDED, "/nowhere:" + folder)).doesNotThrowAnyException();
    }

    @Test
    void a_file_that_cannot_be_executed_is_no_program() throws IOException {
        Files.writeString(folder.resolve(Tool.QEMU.name()), "text");
        assertThat(Tool.QEMU.find(folder.toString())).isEmpty();
    }

    @Test
    void relative_and_empty_entries_of_the_path_are_not_looked_at() {
        assertThat(new Tool("pom.xml", "none").find("::.:..")).isEmpty();
    }
}
