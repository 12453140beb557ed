package dev.airlock.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where {@code ./airlock} is: above the jar that this class comes from, in airlock-cli/target/dist/lib. */
final class Launcher {
    private Launcher() {}

    static Path path() throws BenchFailed {
        Path jar = jar();
        return Stream.iterate(jar, path -> path != null, Path::getParent)
                .map(folder -> folder.resolve("airlock"))
                .filter(Files::isRegularFile)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new BenchFailed(
                        "no launcher 'airlock' in any directory above " + jar,
                        "run this as ./airlock bench cold-start"));
    }

    private static Path jar() throws BenchFailed {
        try {
            return Path.of(Launcher.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new BenchFailed("the classes come from no file: " + e.getMessage(), "run ./airlock", e);
        }
    }
}
