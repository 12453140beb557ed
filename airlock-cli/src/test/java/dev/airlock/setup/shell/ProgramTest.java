package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir
    private Path place;

    @Test
    void a_start_up_cache_fits_the_very_java_that_made_it() throws Exception {
        assertThat(Program.madeByThisJava(place)).isFalse();
        for (var said : Program.thisJava().entrySet()) {
            Files.writeString(place.resolve(said.getKey()), said.getValue() + "\n");
        }
        assertThat(Program.madeByThisJava(place)).isTrue();

        // A package that was updated in place: the same path, another build.
        Files.writeString(place.resolve("java.vm"), "Eclipse Adoptium 25.0.0+1-LTS\n");
        assertThat(Program.madeByThisJava(place)).isFalse();
        // And one that was set up by a release that wrote down the path alone.
        Files.delete(place.resolve("java.vm"));
        assertThat(Program.madeByThisJava(place)).isFalse();
    }

    @Test
    void what_says_so_is_no_part_of_a_distribution() {
        assertThat(Tree.MADE).containsAll(Program.thisJava().keySet());
    }
}
