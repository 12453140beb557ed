package dev.airlock.node;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the launcher is, above the jar that this class comes from: {@code bin/airlock} of a distribution, or {@code ./airlock} of a source tree. */
public final class Launcher {
    private Launcher() {}

    /** The command to start another {@code airlock} with; empty if the classes come from somewhere else. */
    public static Optional<Path> path() {
        Path jar = jar();
        return Stream.iterate(jar, path -> path != null, Path::getParent)
                .flatMap(folder -> Stream.of(folder.resolve("bin/airlock"), folder.resolve("airlock")))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path jar() {
        try {
            return Path.of(Launcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes come from no file", e);
        }
    }
}
