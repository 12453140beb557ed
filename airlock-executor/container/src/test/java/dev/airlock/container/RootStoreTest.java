package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.image.Node;
import dev.airlock.image.RootFs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootStoreTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @TempDir
    Path home;

    private static Node.File file(int permissions, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Node.File(7, permissions, 86_400, MemorySegment.ofArray(bytes));
    }

    private static RootFs root(Map<String, Node> more) {
        Map<String, Node> children = new TreeMap<>(Map.of(
                "p", file(04755, "program"),
                "t", file(0600, "text"),
                "e", file(0644, ""),
                "l", new Node.Symlink(9, 0777, 0, "../../etc")));
        children.put("d", new Node.Directory(3, 0777, 0, new TreeMap<>(Map.of("f", file(0666, "deep")))));
        children.putAll(more);
        return new RootFs(new Node.Directory(1, 0755, 0, new TreeMap<>(children)), DIGEST);
    }

    private RootStore store() {
        return new RootStore(home.resolve("roots"));
    }

    @AfterEach
    void open() throws IOException {
        RootStore.delete(home.resolve("roots"));
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void all_can_read_it_and_nobody_can_write_to_it_or_be_somebody_else_by_it() throws Exception {
        Path place = store().of(root(Map.of()));
        assertThat(place).isEqualTo(home.resolve("roots/sha256-" + "ab".repeat(32)));
        assertThat(mode(place)).isEqualTo("r-xr-xr-x");
        assertThat(mode(place.resolve("d"))).isEqualTo("r-xr-xr-x");
        assertThat((int) Files.getAttribute(place.resolve("p"), "unix:mode") & 07777)
                .as("no setuid bit")
                .isEqualTo(0555);
        assertThat(mode(place.resolve("t"))).isEqualTo("r--r--r--");
        assertThat(mode(place.resolve("d/f"))).isEqualTo("r--r--r--");
        assertThat(place.resolve("d/f")).hasContent("deep");
        assertThat(Files.readSymbolicLink(place.resolve("l"))).isEqualTo(Path.of("../../etc"));
        assertThat(Files.getLastModifiedTime(place.resolve("p")))
                .isEqualTo(FileTime.from(Instant.ofEpochSecond(86_400)));
        assertThat(place.resolve("in")).isEmptyDirectory();
        assertThat(place.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void it_is_unpacked_once() throws Exception {
        Path place = store().of(root(Map.of()));
        Object first = Files.getAttribute(place, "unix:ino");
        assertThat(store().of(root(Map.of()))).isEqualTo(place);
        assertThat(Files.getAttribute(place, "unix:ino")).isEqualTo(first);
    }

    @Test
    void what_was_changed_since_is_thrown_away_and_unpacked_anew() throws Exception {
        Path place = store().of(root(Map.of()));
        Path program = place.resolve("p");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(program, "prograM");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(store().of(root(Map.of())).resolve("p")).hasContent("program");

        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(place.resolve("more"), "more");
        assertThat(store().of(root(Map.of())).resolve("more")).doesNotExist();

        Files.setPosixFilePermissions(place.resolve("t"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(mode(store().of(root(Map.of())).resolve("t"))).isEqualTo("r--r--r--");
    }

    @Test
    void an_image_with_a_link_where_something_is_mounted_is_refused() {
        assertThatThrownBy(() -> store().of(root(Map.of("tmp", new Node.Symlink(4, 0777, 0, "/home")))))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("no folder /tmp");
    }

    private static Node folder(String name, Node child) {
        return new Node.Directory(5, 0755, 0, new TreeMap<>(Map.of(name, child)));
    }

    @Test
    void an_image_with_a_table_of_mounts_or_a_link_to_where_one_may_be_is_refused() {
        Node table = file(0644, "SRC=x TARGET=/proc ROOT=/ ATTRS=x\n");
        Node link = new Node.Symlink(4, 0777, 0, "/tmp");
        for (Node run : List.of(
                link,
                folder("mount", link),
                folder("mount", folder("utab", table)),
                folder("mount", folder("utab", link)),
                folder("mount", folder("utab", folder("x", table))))) {
            RootFs root = root(Map.of("run", run));
            assertThat(RootStore.unfit(root))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("the image has /run", "pack it without"));
            assertThatThrownBy(() -> store().of(root))
                    .isInstanceOf(ContainerFailed.class)
                    .hasMessageContaining("/run/mount/utab");
        }
        assertThat(home.resolve("roots")).doesNotExist();
    }

    @Test
    void an_image_with_other_files_there_is_not() throws Exception {
        Node other = folder("mount", folder("other", file(0644, "x")));
        assertThat(RootStore.unfit(root(Map.of("run", other)))).isEmpty();
        assertThat(store().of(root(Map.of("run", other, "mount", folder("utab", file(0644, "x"))))))
                .exists();
    }

    @Test
    void deleting_follows_no_link() throws IOException {
        Path kept = Files.writeString(home.resolve("kept"), "kept");
        Path folder = Files.createDirectories(home.resolve("gone/below"));
        Files.createSymbolicLink(folder.resolve("file"), kept);
        Files.createSymbolicLink(folder.resolve("folder"), home);
        RootStore.delete(home.resolve("gone"));
        assertThat(kept).hasContent("kept");
        assertThat(home.resolve("gone")).doesNotExist();
    }
}
