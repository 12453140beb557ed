package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RootFsTest {
    private static final String LONG_NAME = "n".repeat(255);

    private final RootFs fs = new RootFs(
            Trees.directory(Map.of(
                    "etc", Trees.directory(Map.of("passwd", Trees.file("root"), LONG_NAME, Trees.file("long"))),
                    "usr",
                            Trees.directory(Map.of(
                                    "bin",
                                    Trees.directory(Map.of(
                                            "python3", Trees.link("python3.11"), "python3.11", Trees.file("elf"))))),
                    "bin", Trees.link("usr/bin"),
                    "slashed", Trees.link("usr/bin/"),
                    "toFile", Trees.link("/etc/passwd"),
                    "toFileSlash", Trees.link("/etc/passwd/"),
                    "up", Trees.link("../../../etc"),
                    "dangling", Trees.link("nowhere"),
                    "self", Trees.link("self"))),
            Digest.of(new byte[0]));

    @ParameterizedTest(name = "{0} + {1} (follow {2}) -> {3}")
    @CsvSource({
        "/, /, true, /",
        "/, //etc///passwd, true, /etc/passwd",
        "/, /etc/./passwd, true, /etc/passwd",
        "/, /../../etc/../etc/passwd, true, /etc/passwd",
        "/etc, passwd, true, /etc/passwd",
        "/etc/, ../usr/bin/python3, true, /usr/bin/python3.11",
        "/bin, .., true, /usr",
        "/bin, ., true, /usr/bin",
        "/, bin/python3, true, /usr/bin/python3.11",
        "/, bin/python3, false, /usr/bin/python3",
        "/, bin, false, /bin",
        "/, bin/, false, /usr/bin",
        "/, bin/., false, /usr/bin",
        "/, slashed/python3.11, true, /usr/bin/python3.11",
        "/, up/passwd, true, /etc/passwd",
        "/, toFile, true, /etc/passwd",
        "/, dangling, false, /dangling",
        "/, self, false, /self",
        "/, etc/, true, /etc",
    })
    void a_path_is_walked_as_linux_does(String cwd, String path, boolean follow, String canonical) {
        assertThat(fs.resolve(cwd, path, follow))
                .isInstanceOfSatisfying(Lookup.Found.class, found -> assertThat(found.canonicalPath())
                        .isEqualTo(canonical));
    }

    @ParameterizedTest(name = "{0} + {1} (follow {2}) -> {3}")
    @CsvSource({
        "/, '', true, Missing",
        "relative, etc, true, Missing",
        "/gone, etc, true, Missing",
        "/etc/passwd, x, true, NotADirectory",
        "/, /gone, true, Missing",
        "/, /gone/deeper, true, Missing",
        "/, /gone/, true, Missing",
        "/, dangling, true, Missing",
        "/, /etc/passwd/, true, NotADirectory",
        "/, /etc/passwd/., true, NotADirectory",
        "/, /etc/passwd/.., true, NotADirectory",
        "/, /etc/passwd/x, true, NotADirectory",
        "/, toFile/, false, NotADirectory",
        "/, toFileSlash, true, NotADirectory",
        "/, self, true, Loop",
        "/, self/x, false, Loop",
    })
    void a_path_fails_as_linux_does(String cwd, String path, boolean follow, String failure) {
        assertThat(fs.resolve(cwd, path, follow).getClass().getSimpleName()).isEqualTo(failure);
    }

    @Test
    void nul_in_a_path_is_missing() {
        assertThat(fs.resolve("/", "/etc/passwd\0.txt", true)).isEqualTo(new Lookup.Missing());
        assertThat(fs.resolve("/etc\0", "passwd", true)).isEqualTo(new Lookup.Missing());
    }

    @Test
    void names_and_paths_have_lengths_in_bytes() {
        assertThat(fs.resolve("/etc", LONG_NAME, true)).isInstanceOf(Lookup.Found.class);
        assertThat(fs.resolve("/etc", LONG_NAME + "n", true)).isEqualTo(new Lookup.NameTooLong());
        assertThat(fs.resolve("/etc", "\u00e9".repeat(128), true)).isEqualTo(new Lookup.NameTooLong());
        assertThat(fs.resolve("/", "/".repeat(4095), true)).isInstanceOf(Lookup.Found.class);
        assertThat(fs.resolve("/", "/".repeat(4096), true)).isEqualTo(new Lookup.NameTooLong());
        assertThat(fs.resolve("/", "/gone/" + LONG_NAME + "n", true)).isEqualTo(new Lookup.Missing());
    }

    @Test
    void forty_links_are_followed_and_forty_one_are_a_loop() {
        TreeMap<String, Node> chain = new TreeMap<>(Map.of("l0", Trees.file("end")));
        for (int i = 1; i <= 41; i++) {
            chain.put("l" + i, Trees.link("l" + (i - 1)));
        }
        RootFs links = new RootFs(Trees.directory(chain), Digest.of(new byte[0]));
        assertThat(links.resolve("/", "l40", true)).isInstanceOf(Lookup.Found.class);
        assertThat(links.resolve("/", "l41", true)).isEqualTo(new Lookup.Loop());
    }

    @Test
    void a_tree_cannot_be_changed_after_it_was_made() {
        assertThatThrownBy(() -> fs.root().children().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(Trees.file("x").content().isReadOnly()).isTrue();
        assertThatThrownBy(() -> Trees.directory(Map.of("..", Trees.file("x"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
