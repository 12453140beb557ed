package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.jail.shell.LandlockTrial;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guests of a JVM that is in the executor's jail. */
@Tag("kvm")
class JailedGuestsTest {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    @Test
    void guests_boot_run_are_reset_and_are_kicked_out_behind_both_filters() throws Exception {
        KvmRequired.forItsGroupOrSkipLoudly();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path output = folder.resolve("output");
        Process jailed = new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean over = jailed.waitFor(Patience.of(LONGEST).toMillis(), TimeUnit.MILLISECONDS);
        jailed.destroyForcibly();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(over).as(text).isTrue();
        assertThat(text.lines())
                .as(text)
                .contains(
                        "first: Exited[code=0] 42",
                        "again: Exited[code=0] [1, 2]",
                        "loop: DeadlineExceeded[]",
                        "sleep: DeadlineExceeded[]",
                        "after: Exited[code=0] alive",
                        "end: reached");
        assertThat(text).contains("NO_NEW_PRIVILEGES=ON CAPABILITIES=ON", "SECCOMP=ON");
        if (System.getProperty("user.name").equals("root")) {
            assertThat(text).contains("locks: USER=ON", "BOUNDING_SET=ON");
        }
        if (LandlockTrial.kernel().startsWith("Landlock ")) {
            assertThat(text).contains("LANDLOCK_FILES=ON");
        }
        assertThat(jailed.exitValue()).isZero();
    }

    private List<String> command() throws Exception {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--illegal-native-access=deny",
                "--module-path",
                copied("jdk.module.path"),
                "--add-modules",
                "airlock.linux",
                "--enable-native-access=airlock.linux",
                "-Dairlock.test.images=" + images(),
                "-Dairlock.test.patience=" + Integer.getInteger("airlock.test.patience", 1),
                "-cp",
                copied("java.class.path"),
                JailedGuests.class.getName());
    }

    private Path images() throws Exception {
        Optional<String> ready = Optional.ofNullable(System.getProperty("airlock.test.images"));
        if (ready.isPresent()) {
            return Path.of(ready.get());
        }
        Path made = folder.resolve("images");
        PythonImage.build(new ImageStore(made), Optional.empty(), _ -> {});
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.toList()) {
                boolean directory = Files.isDirectory(file);
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(directory ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
        return made;
    }

    /** For another user, who may not come to where the originals are. */
    private String copied(String property) throws IOException {
        List<Path> copies = new ArrayList<>();
        for (String entry : System.getProperty(property).split(File.pathSeparator, -1)) {
            Path from = Path.of(entry);
            if (Files.exists(from)) {
                Path to = folder.resolve(property + copies.size() + (entry.endsWith(".jar") ? ".jar" : ""));
                copy(from, to);
                copies.add(to);
            }
        }
        return copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
