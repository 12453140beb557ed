package dev.airlock.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program of this machine.
 *
 * @param name as on PATH
 * @param debianPackage what brings it
 */
record Tool(String name, String debianPackage) {
    static final Tool QEMU = new Tool("qemu-system-x86_64", "qemu-system-x86");
    static final Tool BUSYBOX = new Tool("busybox", "busybox-static");
    static final Tool XZ = new Tool("xz", "xz-utils");
    static final Tool ZSTD = new Tool("zstd", "zstd");
    static final Tool LDD = new Tool("ldd", "libc-bin");
    static final Tool APT_CACHE = new Tool("apt-cache", "apt");
    static final Tool APT_GET = new Tool("apt-get", "apt");
    static final Tool DPKG_DEB = new Tool("dpkg-deb", "dpkg");

    /** Throws with one line that installs all that is missing. */
    static void require(List<Tool> tools, String path) throws SelftestFailed {
        List<Tool> missing =
                tools.stream().filter(tool -> tool.find(path).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new SelftestFailed(
                    "not installed here: " + join(missing.stream().map(Tool::name)),
                    "apt-get install --no-install-recommends "
                            + join(missing.stream().map(Tool::debianPackage).distinct()));
        }
    }

    private static String join(Stream<String> words) {
        return words.collect(Collectors.joining(" "));
    }

    /** @param path as the variable PATH; its empty and relative entries do not count */
    Optional<Path> find(String path) {
        return Stream.of(path.split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    Path find() throws SelftestFailed {
        String path = path();
        require(List.of(this), path);
        return find(path).orElseThrow();
    }

    /** PATH, and where Debian keeps programs for root. */
    static String path() {
        return System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin";
    }

    /** Runs it to its end in {@code folder}; gives what it printed, or throws with that. */
    String run(Path folder, String... arguments) throws SelftestFailed, IOException, InterruptedException {
        return Command.of(find(), arguments).output(folder);
    }
}
