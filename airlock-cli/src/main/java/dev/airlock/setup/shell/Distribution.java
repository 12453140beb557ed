package dev.airlock.setup.shell;

import dev.airlock.setup.model.Release;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A distribution on the disk, unpacked or set up.
 *
 * @param home where bin, lib and the rest are
 */
public record Distribution(Path home, Release release) {
    /** The one that this JVM's classes come from; empty in a source tree, which has no file {@code release}. */
    public static Optional<Distribution> own() throws IOException {
        Path jar;
        try {
            jar = Path.of(Distribution.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes come from no file", e);
        }
        Path lib = jar.getParent();
        return lib == null || lib.getParent() == null ? Optional.empty() : at(lib.getParent());
    }

    static Optional<Distribution> at(Path home) throws IOException {
        Path version = home.resolve("release");
        if (!Files.isRegularFile(version) || !Files.isExecutable(home.resolve("bin/airlock"))) {
            return Optional.empty();
        }
        return Optional.of(new Distribution(
                home, new Release(Files.readString(version).strip().replaceFirst("^version=", ""), Tree.digest(home))));
    }
}
