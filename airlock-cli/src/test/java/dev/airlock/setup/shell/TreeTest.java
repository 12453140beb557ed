package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    @TempDir
    private Path folder;

    private static void mode(Path path, String mode) throws Exception {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void what_only_its_owner_may_read_can_be_read_by_everybody_in_the_copy_and_written_by_nobody_else()
            throws Exception {
        Path from = folder.resolve("from");
        Files.createDirectories(from.resolve("lib/deep"));
        Files.writeString(from.resolve("lib/deep/a.jar"), "a");
        Files.writeString(from.resolve("run"), "r");
        mode(from.resolve("lib/deep/a.jar"), "rw-rw----");
        mode(from.resolve("run"), "rwxrwx---");
        mode(from.resolve("lib/deep"), "rwx------");
        mode(from.resolve("lib"), "rwxrwxrwx");
        assertThat(Tree.isOpen(from)).isFalse();

        Path to = folder.resolve("versions/one");
        Tree.copy(from, to);
        assertThat(Tree.isOpen(to)).isTrue();
        assertThat(Tree.isOpen(folder.resolve("versions"))).isTrue();
        assertThat(Tree.digest(to)).isEqualTo(Tree.digest(from));
        for (String one : new String[] {"lib", "lib/deep", "run"}) {
            mode(to.resolve(one), "rwx------");
            assertThat(Tree.isOpen(to)).as(one).isFalse();
            mode(to.resolve(one), "rwxr-xr-x");
        }
        mode(to.resolve("lib/deep/a.jar"), "rw-rw-r--");
        assertThat(Tree.isOpen(to)).isFalse();
    }
}
