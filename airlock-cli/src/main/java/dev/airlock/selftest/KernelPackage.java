package dev.airlock.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's kernel for clouds: small, quick to boot, with KVM. Fetched with apt, which checks it, and unpacked; nothing is installed. */
final class KernelPackage {
    /** Depends on the package of the newest version. */
    private static final String NEWEST = "linux-image-cloud-amd64";

    private static final Pattern REAL = Pattern.compile("Depends: (linux-image-[0-9][A-Za-z0-9.+~-]*)");

    private final Path cache;
    private final Consumer<String> progress;

    KernelPackage(Path cache, Consumer<String> progress) {
        this.cache = cache;
        this.progress = progress;
    }

    Kernel fetch() throws SelftestFailed, IOException, InterruptedException {
        Tool.require(List.of(Tool.APT_CACHE, Tool.APT_GET, Tool.DPKG_DEB), Tool.path());
        String name = realName(Tool.APT_CACHE.run(cache, "depends", NEWEST));
        Path kept = cache.resolve(name);
        if (!Files.isDirectory(kept)) {
            progress.accept("fetching " + name);
            try (Scratch scratch = Scratch.in(cache)) {
                Tool.APT_GET.run(scratch.folder(), "download", name);
                Path unpacked = Files.createDirectory(scratch.folder().resolve("unpacked"));
                Tool.DPKG_DEB.run(
                        scratch.folder(), "-x", downloaded(scratch.folder()).toString(), unpacked.toString());
                Files.move(unpacked, kept);
            }
        }
        return Kernel.unpacked(kept);
    }

    private static Path downloaded(Path folder) throws SelftestFailed, IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new SelftestFailed("apt-get download has left no package", "apt-get update"));
        }
    }

    /** The package that {@code apt-cache depends} names; it may name others as well. */
    static String realName(String depends) throws SelftestFailed {
        Matcher found = REAL.matcher(depends);
        if (!found.find()) {
            throw new SelftestFailed(
                    "this machine's package lists have no " + NEWEST,
                    "apt-get update; or give a kernel with --kernel FILE --modules DIR");
        }
        return found.group(1);
    }
}
