package dev.airlock.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuestFilesTest {
    @TempDir
    private Path folder;

    private static byte[] archive(GuestFiles files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        files.write(out);
        return out.toByteArray();
    }

    /** Path to type and content, in the order of the archive. */
    private static Map<String, String> read(byte[] archive) throws IOException {
        Map<String, String> seen = new LinkedHashMap<>();
        try (var in = new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
            for (CpioArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                String type = entry.isDirectory() ? "folder" : entry.isSymbolicLink() ? "link" : "file";
                String content = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                seen.put(entry.getName(), (type + " " + content).strip());
            }
        }
        return seen;
    }

    @Test
    void folders_come_before_what_they_hold() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree/deep"));
        Files.writeString(tree.resolve("er"), "content");
        GuestFiles files = new GuestFiles()
                .text("/init", "#!/bin/sh\n")
                .copy("/usr/lib", folder.resolve("tree"))
                .link("/lib", "usr/lib");
        assertThat(read(archive(files)))
                .containsExactly(
                        Map.entry("init", "file #!/bin/sh"),
                        Map.entry("lib", "link usr/lib"),
                        Map.entry("usr", "folder"),
                        Map.entry("usr/lib", "folder"),
                        Map.entry("usr/lib/deep", "folder"),
                        Map.entry("usr/lib/deep/er", "file content"));
    }

    @Test
    void the_form_is_the_one_that_the_kernel_reads_and_another_archive_may_follow() throws IOException {
        byte[] archive = archive(new GuestFiles().text("/odd", "1"));
        assertThat(new String(archive, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("070701");
        assertThat(archive.length % 4).isZero();
        assertThat(new String(archive, StandardCharsets.US_ASCII)).contains("TRAILER!!!");
    }

    @Test
    void the_init_of_the_machine_may_be_executed() throws IOException {
        try (var in =
                new CpioArchiveInputStream(new ByteArrayInputStream(archive(new GuestFiles().text("/init", "x"))))) {
            assertThat(in.getNextEntry().getMode() & 0777).isEqualTo(0755);
        }
    }

    @Test
    void two_directories_become_one() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("a")).resolve("one"), "1");
        Files.writeString(Files.createDirectories(folder.resolve("b")).resolve("two"), "2");
        GuestFiles files = new GuestFiles().copy("/x", folder.resolve("a")).copy("/x", folder.resolve("b"));
        assertThat(read(archive(files))).containsKeys("x/one", "x/two");
    }

    @Test
    void the_fingerprint_differs_when_a_file_was_touched_and_only_then() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "content");
        String before = new GuestFiles().copy("/f", file).fingerprint();
        assertThat(new GuestFiles().copy("/f", file).fingerprint()).isEqualTo(before);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        assertThat(new GuestFiles().copy("/f", file).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void a_relative_path_is_refused() {
        GuestFiles files = new GuestFiles();
        assertThatThrownBy(() -> files.text("init", "x")).hasMessageContaining("no absolute path: init");
    }
}
