package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.files.GuestFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutFolderTest {
    @TempDir
    Path home;

    private Path out;

    @BeforeEach
    void furnish() throws Exception {
        out = Files.createDirectories(home.resolve("out/below"));
        out = out.getParent();
        Files.writeString(home.resolve("secret"), "secret");
        Files.writeString(out.resolve("a"), "one");
        Files.writeString(out.resolve("below/b"), "two");
    }

    private List<String> taken(String... names) throws Exception {
        OutFolder.Taken taken = new OutFolder(out, () -> true).take(List.of(names), 100);
        return ((OutFolder.Taken.Files) taken)
                .files().stream()
                        .map(file -> file.name() + "=" + new String(file.content(), StandardCharsets.UTF_8))
                        .toList();
    }

    @Test
    void files_that_are_asked_for_are_taken_and_others_are_not() throws Exception {
        assertThat(taken("below/b", "none", "a/none", "below", "none/none")).containsExactly("below/b=two");
    }

    @Test
    void no_link_is_followed_whether_it_is_a_file_or_on_the_way() throws Exception {
        Files.createSymbolicLink(out.resolve("link"), home.resolve("secret"));
        Files.createSymbolicLink(out.resolve("up"), home);
        Files.createSymbolicLink(out.resolve("root"), Path.of("/"));
        assertThat(taken("link", "up/secret", "root/etc/passwd", "a")).containsExactly("a=one");
    }

    @Test
    void what_is_no_plain_file_is_not_opened() throws Exception {
        Process made = new ProcessBuilder("mkfifo", out.resolve("pipe").toString()).start();
        assertThat(made.waitFor()).isZero();
        assertThat(taken("pipe")).isEmpty();
    }

    @Test
    void more_bytes_than_may_be_are_too_much_and_none_is_kept() throws Exception {
        Files.write(out.resolve("big"), new byte[98]);
        assertThat(new OutFolder(out, () -> true).take(List.of("a", "big"), 100))
                .isEqualTo(new OutFolder.Taken.TooMuch("output files of more than 100 bytes"));
        assertThat(new OutFolder(out, () -> true).take(List.of("a", "big"), 101))
                .isInstanceOf(OutFolder.Taken.Files.class);
    }

    @Test
    void more_files_than_may_be_are_too_many_whether_they_are_asked_for_or_not() throws Exception {
        for (int i = 0; i < 254; i++) {
            Files.createFile(out.resolve("below/" + i));
        }
        assertThat(new OutFolder(out, () -> true).take(List.of("a"), 100))
                .isEqualTo(new OutFolder.Taken.TooMuch("more than 256 files in /out"));
        Files.delete(out.resolve("below/0"));
        assertThat(new OutFolder(out, () -> true).take(List.of(), 100))
                .isEqualTo(new OutFolder.Taken.Files(List.<GuestFile>of()));
    }

    @Test
    void of_a_program_that_does_not_wait_any_more_nothing_is_taken() throws Exception {
        Files.writeString(out.resolve("a"), "of somebody else, perhaps");
        assertThat(new OutFolder(out, () -> false).take(List.of("a"), 100)).isEqualTo(new OutFolder.Taken.Gone());
        int[] looks = {0};
        assertThat(new OutFolder(out, () -> looks[0]++ == 0).take(List.of("a"), 100))
                .isEqualTo(new OutFolder.Taken.Gone());
    }
}
