package dev.airlock.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A kernel of Linux and where its modules lie.
 *
 * @param image the file that a boot loader loads
 * @param modules a directory with {@code .ko} files somewhere below it, compressed or not
 */
public record Kernel(Path image, Path modules) {
    public Kernel {
        image = image.toAbsolutePath().normalize();
        modules = modules.toAbsolutePath().normalize();
    }

    /** The one kernel in an unpacked package. */
    static Kernel unpacked(Path folder) throws SelftestFailed, IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path image = files.filter(file -> file.getFileName().toString().startsWith("vmlinuz-"))
                    .findFirst()
                    .orElseThrow(() -> new SelftestFailed("no kernel in " + folder, "delete that directory"));
            return new Kernel(image, folder);
        }
    }

    /** As its file calls it: {@code 6.1.0-56-cloud-amd64}. */
    String version() {
        return image.getFileName().toString().replaceFirst("^vmlinuz-", "");
    }
}
