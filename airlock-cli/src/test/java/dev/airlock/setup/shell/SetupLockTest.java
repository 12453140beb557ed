package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupLockTest {

    @TempDir
    private Path folder;

    @Test
    void the_second_is_told_so_and_gets_it_when_the_first_has_ended() throws Exception {
        Path file = folder.resolve("setup.lock");
        try (SetupLock _ = SetupLock.take(file)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> SetupLock.take(file))
                    .isInstanceOf(SetupFailed.class)
                    .hasMessageContaining("process ")
                    .hasMessageEndingWith("is setting up or uninstalling in " + folder);
        }
        assertThat(file).doesNotExist();
        try (SetupLock _ = SetupLock.take(file)) {
            assertThat(file).exists();
        }
    }

    @Test
    void one_that_a_killed_set_up_left_is_nobodys() throws Exception {
        Path file = Files.createFile(folder.resolve("setup.lock"));
        try (SetupLock _ = SetupLock.take(file)) {
            assertThat(file).exists();
        }
    }

    @Test
    void nothing_is_taken_away_while_somebody_sets_up() throws Exception {
        var layout = new Layout(folder.resolve("opt/airlock"));
        Tree.open(layout.units());
        Files.createFile(layout.mark());
        Path unit = Files.createFile(layout.units().resolve("airlock-policy.service"));
        var uninstaller = new Uninstaller(layout, false, _ -> {});
        try (SetupLock _ = SetupLock.take(layout.lock())) {
            assertThatThrownBy(() -> uninstaller.uninstall(false)).isInstanceOf(SetupFailed.class);
            assertThat(unit).exists();
        }
        uninstaller.uninstall(false);
        assertThat(layout.prefix()).doesNotExist();
    }
}
