package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    @TempDir
    Path folder;

    private ImageStore store;

    @BeforeEach
    void open() {
        store = new ImageStore(folder.resolve("images"));
    }

    @Test
    void an_empty_store_lists_nothing_and_says_how_to_build() throws Exception {
        assertThat(store.list()).isEmpty();
        assertThat(store.remove("x")).isFalse();
        assertThat(Files.exists(folder.resolve("images"))).isFalse();
        assertThatThrownBy(() -> store.load(PythonImage.NAME))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("airlock image build python");
    }

    @Test
    void a_foreign_layout_with_plain_and_zipped_layers_is_imported() throws Exception {
        Path layout = shell().zipped(new Tars()
                        .file("etc/motd", "hello")
                        .file("bin/.wh.gone", "")
                        .bytes())
                .write(folder.resolve("foreign"));
        ImageStore.Entry entry = store.importLayout(layout, "mine:1");
        Image image = store.load("mine:1");
        assertThat(store.list()).containsExactly(entry);
        assertThat(image.digest()).isEqualTo(entry.digest());
        assertThat(image.command()).containsExactly("/bin/sh");
        assertThat(image.root().resolve("/", "/etc/motd", true)).isInstanceOf(Lookup.Found.class);
        assertThat(image.root().resolve("/", "/bin/gone", true)).isEqualTo(new Lookup.Missing());
    }

    @Test
    void the_root_digest_is_the_chain_id_of_the_layers() throws Exception {
        Layouts layout = shell();
        String one = layout.diffIds.getFirst();
        assertThat(imported(layout).root().digest()).isEqualTo(one);
        Layouts two = shell().layer(new Tars().file("x", "").bytes());
        assertThat(imported(two).root().digest()).isEqualTo(Digest.of(Layouts.utf8(one + " " + two.diffIds.getLast())));
    }

    @Test
    void a_command_without_a_folder_is_sought_on_the_path() throws Exception {
        Layouts layout = shell();
        layout.command = "sh";
        assertThat(imported(layout).command()).containsExactly("/bin/sh");
    }

    @Test
    void a_damaged_blob_is_refused_with_the_fix() throws Exception {
        store.importLayout(shell().write(folder.resolve("foreign")), PythonImage.NAME);
        for (Path blob : blobs()) {
            byte[] whole = Files.readAllBytes(blob);
            byte[] flipped = whole.clone();
            flipped[flipped.length / 2] ^= 1;
            Files.write(blob, flipped);
            assertRefused("is damaged", "airlock image build python --force");
            Files.write(blob, java.util.Arrays.copyOf(whole, whole.length - 1));
            assertRefused("is damaged", "airlock image build python --force");
            Files.delete(blob);
            assertRefused("is missing", "airlock image build python --force");
            Files.write(blob, whole);
        }
        assertThat(store.load(PythonImage.NAME).command()).isNotEmpty();
    }

    @Test
    void a_blob_that_is_a_link_or_a_folder_is_refused() throws Exception {
        store.importLayout(shell().write(folder.resolve("foreign")), PythonImage.NAME);
        Path blob = blobs().getFirst();
        Path moved = Files.move(blob, folder.resolve("moved"));
        Files.createSymbolicLink(blob, moved);
        assertRefused("is no regular file", "--force");
        Files.delete(blob);
        Files.createDirectory(blob);
        assertRefused("is no regular file", "--force");
    }

    @Test
    void building_again_heals_a_damaged_blob() throws Exception {
        Path layout = shell().write(folder.resolve("foreign"));
        store.importLayout(layout, PythonImage.NAME);
        for (Path blob : blobs()) {
            Files.writeString(blob, "damaged");
        }
        store.importLayout(layout, PythonImage.NAME);
        assertThat(store.load(PythonImage.NAME).command()).isNotEmpty();
    }

    @Test
    void a_damaged_index_says_which_directory_to_delete() throws Exception {
        store.importLayout(shell().write(folder.resolve("foreign")), PythonImage.NAME);
        Files.writeString(folder.resolve("images/index.json"), "{\"manifests\":");
        assertRefused("is no JSON", "delete " + folder.resolve("images"));
    }

    @Test
    void removing_an_image_deletes_only_what_no_other_needs() throws Exception {
        store.importLayout(shell().write(folder.resolve("one")), "one");
        store.importLayout(shell().layer(new Tars().file("x", "").bytes()).write(folder.resolve("two")), "two");
        assertThat(blobs()).hasSize(6);
        assertThat(store.remove("two")).isTrue();
        assertThat(store.remove("two")).isFalse();
        assertThat(blobs()).hasSize(3);
        assertThat(store.load("one").command()).isNotEmpty();
        assertThat(store.remove("one")).isTrue();
        assertThat(blobs()).isEmpty();
    }

    @Test
    void many_builders_at_once_do_each_other_no_harm() throws Exception {
        List<Callable<ImageStore.Entry>> builders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "image" + i / 2;
            Path layout = shell().layer(new Tars().file(name, name).bytes()).write(folder.resolve("l" + i));
            builders.add(() -> new ImageStore(folder.resolve("images")).importLayout(layout, name));
        }
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (Future<ImageStore.Entry> built : pool.invokeAll(builders)) {
                assertThat(built.get().digest()).startsWith("sha256:");
            }
        }
        assertThat(store.list())
                .extracting(ImageStore.Entry::name)
                .containsExactly("image0", "image1", "image2", "image3");
        for (ImageStore.Entry entry : store.list()) {
            assertThat(store.load(entry.name()).digest()).isEqualTo(entry.digest());
        }
        try (Stream<Path> left = Files.list(folder.resolve("images"))) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("blobs", "index.json", "index.lock", "oci-layout");
        }
    }

    @Test
    void a_root_file_system_becomes_an_image_and_the_same_one_each_time() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("usr/bin"));
        Files.writeString(root.resolve("usr/bin/tool"), "elf");
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        Files.createSymbolicLink(root.resolve("out"), Path.of("/nowhere/outside"));
        ImageStore.Entry first = RootfsImage.build(store, "tool", root, List.of("tool", "-x"), "shell", _ -> {});
        Image image = store.load("tool");
        assertThat(image.command()).containsExactly("/usr/bin/tool", "-x");
        assertThat(image.root().resolve("/", "/out", true)).isEqualTo(new Lookup.Missing());
        ImageStore other = new ImageStore(folder.resolve("other"));
        assertThat(RootfsImage.build(other, "tool", root, List.of("tool", "-x"), "shell", _ -> {})
                        .digest())
                .isEqualTo(first.digest());
    }

    @Test
    void a_command_that_is_not_in_the_image_leaves_nothing_behind() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root"));
        assertThatThrownBy(() -> RootfsImage.build(store, "tool", root, List.of("/bin/tool"), "shell", _ -> {}))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("has no program /bin/tool");
        assertThat(store.list()).isEmpty();
        try (Stream<Path> left = Files.list(folder.resolve("images"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void what_a_killed_builder_left_is_removed_a_day_later() throws Exception {
        Path old = Files.createDirectories(folder.resolve("images/staging-old"));
        Path busy = Files.createDirectories(folder.resolve("images/staging-busy"));
        Files.writeString(old.resolve("half"), "x");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        store.importLayout(shell().write(folder.resolve("foreign")), "x");
        assertThat(old).doesNotExist();
        assertThat(busy).exists();
    }

    @Test
    void a_name_that_is_no_name_is_refused() throws Exception {
        Path layout = shell().write(folder.resolve("foreign"));
        for (String name : List.of("", "../x", "a b", "x".repeat(129), "a\n")) {
            assertThatThrownBy(() -> store.importLayout(layout, name)).isInstanceOf(ImageRejected.class);
        }
    }

    /** As on a host whose administrator's umask is 077: an executor's user reads what root has built, imported, and built again. */
    @Test
    void what_is_built_under_a_narrow_umask_can_be_read_by_everybody() throws Exception {
        Path layout = shell().write(folder.resolve("foreign"));
        NarrowBuilder.build(folder.resolve("images"), layout);
        assertThat(closed()).isEmpty();
        assertThat(store.list()).hasSize(2);

        // What an earlier release left closed is opened by the next build.
        for (String one : List.of("oci-layout", "blobs", "blobs/sha256")) {
            Files.setPosixFilePermissions(
                    folder.resolve("images").resolve(one),
                    PosixFilePermissions.fromString(one.startsWith("blobs") ? "rwx------" : "rw-------"));
        }
        store.importLayout(layout, "third:1");
        assertThat(closed()).isEmpty();
    }

    /** What in the store not everybody may read, but for the lock, which only builders open. */
    private List<Path> closed() throws IOException {
        List<Path> closed = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder.resolve("images"))) {
            for (Path one : all.filter(path -> !path.endsWith("index.lock")).toList()) {
                String wanted = Files.isDirectory(one) ? "rwxr-xr-x" : "rw-r--r--";
                if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(one))
                        .equals(wanted)) {
                    closed.add(one);
                }
            }
        }
        return closed;
    }

    private static Layouts shell() {
        return new Layouts()
                .layer(new Tars().file("bin/sh", "elf").file("bin/gone", "x").bytes());
    }

    private Image imported(Layouts layout) throws Exception {
        Path directory = Files.createTempDirectory(folder, "layout");
        store.importLayout(layout.write(directory), "imported");
        return store.load("imported");
    }

    private List<Path> blobs() throws IOException {
        try (Stream<Path> blobs = Files.list(folder.resolve("images/blobs/sha256"))) {
            return blobs.sorted().toList();
        }
    }

    private void assertRefused(String value, String fix) {
        assertThatThrownBy(() -> store.load(PythonImage.NAME)).isInstanceOfSatisfying(ImageRejected.class, rejected -> {
            assertThat(rejected.value()).contains(value);
            assertThat(rejected.fix()).contains(fix);
        });
    }
}
