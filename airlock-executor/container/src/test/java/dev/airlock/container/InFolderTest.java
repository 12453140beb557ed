package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.microvm.files.GuestFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are laid in a folder of ours that the container has, and nowhere else. */
class InFolderTest {
    private static final List<GuestFile> FILES = List.of(new GuestFile("d/x", "in".getBytes(StandardCharsets.UTF_8)));

    @TempDir
    Path home;

    private Path ours;
    private Path others;

    @BeforeEach
    void make() throws IOException {
        ours = folder("in");
        others = folder("others");
    }

    private Path folder(String name) throws IOException {
        Path made = Files.createDirectory(home.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void files_are_laid_for_everybody_to_read_and_nobody_to_write() throws IOException {
        new InFolder(ours, ours).lay(FILES);
        assertThat(ours.resolve("d/x")).hasContent("in");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours.resolve("d/x"))))
                .isEqualTo("r--r--r--");
    }

    @Test
    void a_link_in_its_place_is_not_followed() throws IOException {
        Files.delete(ours);
        Files.createSymbolicLink(ours, others);
        for (Path seen : List.of(ours, others)) {
            assertThatThrownBy(() -> new InFolder(ours, seen).lay(FILES)).hasMessageContaining("no folder of ours");
        }
        assertThat(others).isEmptyDirectory();
    }

    @Test
    void a_folder_that_the_container_has_not_is_handed_nothing() throws IOException {
        assertThatThrownBy(() -> new InFolder(ours, others).lay(FILES)).hasMessageContaining("no folder of ours");
        assertThat(ours).isEmptyDirectory();
        Files.delete(ours);
        Files.writeString(ours, "a file");
        assertThatThrownBy(() -> new InFolder(ours, ours).lay(FILES)).hasMessageContaining("no folder of ours");
        assertThat(ours).hasContent("a file");
    }

    @Test
    void a_folder_that_others_may_write_in_is_handed_nothing() throws IOException {
        for (String mode : List.of("rwxrwxr-x", "rwxr-xrwx")) {
            Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString(mode));
            assertThatThrownBy(() -> new InFolder(ours, ours).lay(FILES)).hasMessageContaining("others may write");
        }
        assertThat(ours).isEmptyDirectory();
    }

    @Test
    void what_is_there_already_is_not_written_to() throws IOException {
        Path target = Files.writeString(home.resolve("kept"), "kept");
        Files.createDirectory(ours.resolve("d"));
        Files.createSymbolicLink(ours.resolve("d/x"), target);
        assertThatThrownBy(() -> new InFolder(ours, ours).lay(FILES)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(target).hasContent("kept");
    }
}
