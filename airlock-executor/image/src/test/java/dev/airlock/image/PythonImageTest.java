package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonImageTest {
    @TempDir
    static Path folder;

    private static final List<String> SAID = new ArrayList<>();
    private static ImageStore store;
    private static ImageStore.Entry entry;
    private static Image image;

    @BeforeAll
    static void build() throws Exception {
        store = new ImageStore(folder.resolve("images"));
        entry = PythonImage.build(store, Optional.empty(), SAID::add);
        image = store.load(PythonImage.NAME);
    }

    @Test
    void the_image_is_listed_and_loaded_under_its_digest() throws Exception {
        assertThat(store.list()).containsExactly(entry);
        assertThat(image.name()).isEqualTo("airlock-python:latest");
        assertThat(image.digest()).isEqualTo(entry.digest());
        assertThat(image.environment()).contains("PYTHONHASHSEED=0", "HOME=/");
    }

    @Test
    void the_image_is_small_and_says_what_it_does() {
        assertThat(entry.bytes()).isLessThan(48L << 20);
        assertThat(SAID).first().asString().startsWith("Python: ");
        assertThat(SAID).last().asString().contains(entry.digest());
    }

    @Test
    void the_command_and_the_standard_library_are_there() {
        assertThat(image.root().resolve("/", image.command().getFirst(), true)).isInstanceOf(Lookup.Found.class);
        assertThat(image.root().resolve("/", "/usr/bin/python3", true)).isInstanceOf(Lookup.Found.class);
        String home = "/usr/lib/" + Path.of(image.command().getFirst()).getFileName();
        for (String name : List.of("os.py", "json/__init__.py", "re/__init__.py", "lib-dynload")) {
            assertThat(image.root().resolve(home, name, true)).as(name).isInstanceOf(Lookup.Found.class);
        }
        for (String name : List.of("test", "idlelib", "tkinter", "ensurepip", "site-packages", "dist-packages")) {
            assertThat(image.root().resolve(home, name, true)).as(name).isEqualTo(new Lookup.Missing());
        }
        assertThat(image.root().resolve("/", "/etc/shadow", true)).isEqualTo(new Lookup.Missing());
    }

    @Test
    void the_same_python_gives_the_same_digest() throws Exception {
        ImageStore other = new ImageStore(folder.resolve("other"));
        assertThat(PythonImage.build(other, Optional.empty(), _ -> {}).digest()).isEqualTo(entry.digest());
    }

    @Test
    void every_library_that_a_file_needs_is_where_its_linker_looks() throws Exception {
        Map<String, ElfFile> elves = new TreeMap<>();
        collect("", image.root().root(), elves);
        String libc = elves.keySet().stream()
                .filter(path -> path.contains("/libc."))
                .findFirst()
                .orElseThrow();
        String folderOfLibc = libc.substring(0, libc.lastIndexOf('/'));
        assertThat(elves).hasSizeGreaterThan(20);
        elves.forEach((path, elf) -> {
            for (String name : elf.needed()) {
                assertThat(image.root().resolve(folderOfLibc, name, true))
                        .as("%s of %s", name, path)
                        .isInstanceOf(Lookup.Found.class);
            }
            elf.interpreter().ifPresent(linker -> assertThat(image.root().resolve("/", linker, true))
                    .as("linker of %s", path)
                    .isInstanceOf(Lookup.Found.class));
        });
    }

    @Test
    void compiled_modules_belong_to_their_sources() {
        String home = "/usr/lib/" + Path.of(image.command().getFirst()).getFileName();
        assertThat(image.root().resolve(home, "__pycache__", true))
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found -> ((Node.Directory) found.node()).children().forEach((name, node) -> {
                            var pyc = ((Node.File) node).content();
                            var source = (Node.File) ((Lookup.Found) image.root()
                                            .resolve(home, name.substring(0, name.indexOf('.')) + ".py", true))
                                    .node();
                            // PEP 552: flags 0, then the source's time and size, 32 bits each.
                            assertThat(pyc.get(ValueLayout.JAVA_INT_UNALIGNED, 4))
                                    .isZero();
                            assertThat(pyc.get(ValueLayout.JAVA_INT_UNALIGNED, 8))
                                    .as(name)
                                    .isEqualTo((int) source.modifiedSeconds());
                            assertThat(pyc.get(ValueLayout.JAVA_INT_UNALIGNED, 12))
                                    .isEqualTo((int) source.content().byteSize());
                        }));
    }

    @Test
    void a_missing_python_says_how_to_get_one() {
        assertThatThrownBy(() -> PythonImage.build(store, Optional.of(folder.resolve("nowhere")), _ -> {}))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("apt-get install python3");
    }

    @Test
    void a_program_that_is_no_python_is_refused_with_what_it_said() throws Exception {
        Path fake = Files.writeString(folder.resolve("fake"), "#!/bin/sh\necho nonsense; exit 3\n");
        assertThat(fake.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> PythonImage.build(store, Optional.of(fake), _ -> {}))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("nonsense");
    }

    private static void collect(String path, Node node, Map<String, ElfFile> elves) throws ImageRejected {
        switch (node) {
            case Node.Directory directory -> {
                for (Map.Entry<String, Node> child : directory.children().entrySet()) {
                    collect(path + "/" + child.getKey(), child.getValue(), elves);
                }
            }
            case Node.File file -> {
                byte[] content = file.content().toArray(ValueLayout.JAVA_BYTE);
                if (ElfFile.isElf(content)) {
                    elves.put(path, ElfFile.parse(content, path));
                }
            }
            case Node.Symlink _ -> {}
        }
    }
}
