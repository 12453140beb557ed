package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedFilesTest {
    private static final Bytes CONTENT = Bytes.of(new byte[] {1, 2});

    @TempDir
    private Path folder;

    @Test
    void a_file_is_saved_below_the_directory_which_is_made() throws Exception {
        Path saved = SavedFiles.save(folder.resolve("new"), new NamedFile("a/b/c.bin", CONTENT));
        assertThat(saved)
                .isEqualTo(folder.toRealPath().resolve("new/a/b/c.bin"))
                .hasBinaryContent(new byte[] {1, 2});
        SavedFiles.save(folder.resolve("new"), new NamedFile("a/b/d.bin", CONTENT));
        assertThat(folder.resolve("new/a/b/d.bin")).exists();
    }

    @Test
    void nothing_that_is_there_is_replaced() throws Exception {
        Path there = Files.writeString(folder.resolve("plot.svg"), "mine");
        assertThatThrownBy(() -> SavedFiles.requireFree(folder, List.of("other", "plot.svg")))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("plot.svg is there already");
        assertThatThrownBy(() -> SavedFiles.save(folder, new NamedFile("plot.svg", CONTENT)))
                .isInstanceOf(Trouble.class);
        assertThat(there).hasContent("mine");
    }

    @Test
    void no_link_below_the_directory_is_followed() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path inside = Files.createDirectory(folder.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("way-out"), outside);
        Files.createSymbolicLink(inside.resolve("dangling"), outside.resolve("nothing"));
        for (String name : List.of("way-out/x", "way-out", "dangling")) {
            assertThatThrownBy(() -> SavedFiles.save(inside, new NamedFile(name, CONTENT)))
                    .as(name)
                    .isInstanceOf(Trouble.class);
        }
        assertThat(outside).isEmptyDirectory();
    }
}
