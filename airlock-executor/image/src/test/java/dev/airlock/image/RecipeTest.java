package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {
    @TempDir
    static Path folder;

    private static ImageStore store;

    @BeforeAll
    static void build() throws Exception {
        store = new ImageStore(folder.resolve("images"));
        for (Recipe recipe : List.of(Recipe.PYTHON, Recipe.CALCULATOR, Recipe.SCANNER)) {
            recipe.build(store, Optional.empty(), _ -> {});
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_recipe_is_found_by_its_kind_and_by_its_image(Recipe recipe) {
        assertThat(Recipe.ofKind(recipe.kind())).contains(recipe);
        assertThat(Recipe.ofImage(recipe.image())).contains(recipe);
        assertThat(Recipe.ofImage("airlock-http:latest")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"PYTHON", "CALCULATOR", "SCANNER"})
    void what_was_built_says_its_runtime_in_the_list_and_when_it_is_loaded(Recipe recipe) throws Exception {
        assertThat(recipe.isIn(store)).isTrue();
        assertThat(store.load(recipe.image()).runtime()).contains(recipe.kind());
        assertThat(store.list())
                .filteredOn(entry -> entry.name().equals(recipe.image()))
                .singleElement()
                .satisfies(entry -> assertThat(entry.runtime()).contains(recipe.kind()));
    }

    @Test
    void images_of_one_python_share_its_layer_on_disk() throws Exception {
        long alone = store.list().getFirst().bytes();
        try (var blobs = Files.list(folder.resolve("images", "blobs", "sha256"))) {
            long all = 0;
            for (Path blob : blobs.toList()) {
                all += Files.size(blob);
            }
            assertThat(all).isLessThan(alone + alone / 10);
        }
    }

    @Test
    void an_image_without_a_runtime_counts_as_not_there() throws Exception {
        ImageStore other = new ImageStore(folder.resolve("other"));
        Path layout =
                new Layouts().layer(new Tars().file("bin/sh", "#!").bytes()).write(folder.resolve("foreign"));
        other.importLayout(layout, Recipe.SHELL.image());
        assertThat(Recipe.SHELL.isIn(other)).isFalse();
        other.importLayout(layout, Recipe.SHELL.image(), Optional.of("shell"));
        assertThat(Recipe.SHELL.isIn(other)).isTrue();
    }

    @Test
    void a_warm_profile_is_an_image_of_its_own() throws Exception {
        ImageStore.Entry bare = PythonImage.build(store, WarmProfile.BARE, Optional.empty(), _ -> {});
        assertThat(bare.name()).isEqualTo("airlock-python:bare");
        assertThat(bare.digest()).isNotEqualTo(digestOf(PythonImage.NAME));
        Image image = store.load(bare.name());
        OnHost.Ran ran = OnHost.run(
                OnHost.command(image, folder),
                image.environment(),
                "import sys; print('json' in sys.modules, 'datetime' in sys.modules, sys.argv)"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                folder);
        assertThat(ran).isEqualTo(new OnHost.Ran(0, "False False ['<payload>']\n", ""));
    }

    private static String digestOf(String name) throws Exception {
        return store.list().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow()
                .digest();
    }

    @Test
    void a_static_busybox_is_the_whole_of_a_shell_image() throws Exception {
        Path busybox = Path.of("/usr/bin/busybox");
        assumeThat(busybox).as("no busybox here").exists();
        ImageStore shells = new ImageStore(folder.resolve("shells"));
        ImageStore.Entry entry = Recipe.SHELL.build(shells, Optional.of(busybox), _ -> {});
        assertThat(Recipe.SHELL.build(shells, Optional.of(busybox), _ -> {}).digest())
                .isEqualTo(entry.digest());
        Image image = shells.load(Recipe.SHELL.image());
        assertThat(image.command()).containsExactly("/usr/bin/busybox", "ash", "-s");
        assertThat(image.root().resolve("/", "/bin/sh", true)).isInstanceOf(Lookup.Found.class);
        assertThat(image.runtime()).contains("shell");
    }

    @Test
    void a_dynamic_program_brings_its_libraries_and_its_linker() throws Exception {
        ImageStore shells = new ImageStore(folder.resolve("dynamic"));
        Recipe.SHELL.build(shells, Optional.of(Path.of("/bin/cat").toRealPath()), _ -> {});
        Image image = shells.load(Recipe.SHELL.image());
        Node.File program = (Node.File) ((Lookup.Found) image.root().resolve("/", "/usr/bin/busybox", true)).node();
        ElfFile elf = ElfFile.parse(
                program.content().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE), "the program in the image");
        assertThat(image.root().resolve("/", elf.interpreter().orElseThrow(), true))
                .isInstanceOf(Lookup.Found.class);
    }

    @Test
    void a_missing_busybox_says_how_to_get_one() {
        assertThatThrownBy(() -> Recipe.SHELL.build(store, Optional.of(folder.resolve("nowhere")), _ -> {}))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("apt-get install busybox-static");
    }

    @Test
    void a_runtime_that_is_no_name_is_refused() {
        assertThatThrownBy(() -> new Annotations(new java.util.TreeMap<>(Map.of())).withRuntime("../python"))
                .isInstanceOf(ImageRejected.class)
                .hasMessageContaining("names the runtime ../python");
    }
}
