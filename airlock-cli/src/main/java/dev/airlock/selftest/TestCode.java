package dev.airlock.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Where the code is that is tested, and its tests: jars or directories of classes.
 *
 * @param linux the module airlock.linux
 * @param linuxTests the tests of that module, which become a part of it when it is loaded; or {@code linux} if they are one already
 * @param ours all else of ours, in the order of a class path
 * @param microvmTests the part of {@code ours} that has the tests of guests
 * @param libraries the jars of others
 */
public record TestCode(Path linux, Path linuxTests, List<Path> ours, Path microvmTests, List<Path> libraries) {
    /** What airlock-image needs of others; what runs tests lies in a directory of its own. */
    private static final String LIBRARIES =
            "(commons-(codec|compress|io|lang3)|jackson-(annotations|core|databind))-.*\\.jar";

    public TestCode {
        ours = List.copyOf(ours);
        libraries = List.copyOf(libraries);
    }

    /**
     * The code of this distribution, or what Maven has compiled in a working copy.
     *
     * @param copy the root of a working copy
     */
    public static TestCode find(Optional<Path> copy) throws SelftestFailed, IOException {
        Path dist = Distribution.folder();
        return copy.isPresent() ? ofWorkingCopy(copy.get(), dist) : ofDistribution(dist);
    }

    /** As it was built for {@code ./airlock}. */
    static TestCode ofDistribution(Path dist) throws SelftestFailed, IOException {
        Path microvmTests = only(dist.resolve("tests"), "airlock-microvm-.*-tests\\.jar");
        return new TestCode(
                only(dist.resolve("modules"), "airlock-linux-.*\\.jar"),
                only(dist.resolve("tests"), "airlock-linux-.*-tests\\.jar"),
                List.of(
                        only(dist.resolve("lib"), "airlock-microvm-.*\\.jar"),
                        only(dist.resolve("lib"), "airlock-image-.*\\.jar"),
                        only(dist.resolve("lib"), "airlock-jail-.*\\.jar"),
                        only(dist.resolve("lib"), "airlock-schemas-.*\\.jar"),
                        only(dist.resolve("tests"), "airlock-schemas-.*-tests\\.jar"),
                        microvmTests),
                microvmTests,
                libraries(dist));
    }

    /** As Maven has compiled it in a working copy; only the libraries are those of {@code dist}. */
    static TestCode ofWorkingCopy(Path copy, Path dist) throws SelftestFailed, IOException {
        Path executor = copy.toAbsolutePath().resolve("airlock-executor");
        Path microvmTests = compiled(executor.resolve("microvm/target/test-classes"));
        return new TestCode(
                compiled(executor.resolve("linux/target/classes")),
                compiled(executor.resolve("linux/target/test-classes")),
                List.of(
                        compiled(executor.resolve("microvm/target/classes")),
                        compiled(executor.resolve("image/target/classes")),
                        compiled(executor.resolve("jail/target/classes")),
                        compiled(copy.toAbsolutePath().resolve("schemas/target/classes")),
                        compiled(copy.toAbsolutePath().resolve("schemas/target/test-classes")),
                        microvmTests),
                microvmTests,
                libraries(dist));
    }

    private static Path compiled(Path classes) throws SelftestFailed {
        if (!Files.isDirectory(classes)) {
            throw new SelftestFailed("not compiled: " + classes, "mvn -DskipTests package");
        }
        return classes;
    }

    private static List<Path> libraries(Path dist) throws IOException {
        List<Path> jars = new ArrayList<>(jars(dist.resolve("tests"), name -> !name.startsWith("airlock-")));
        jars.addAll(jars(dist.resolve("lib"), name -> name.matches(LIBRARIES)));
        return jars;
    }

    private static Path only(Path folder, String pattern) throws SelftestFailed, IOException {
        List<Path> found = jars(folder, name -> name.matches(pattern));
        if (found.size() != 1) {
            throw new SelftestFailed(
                    "in " + folder + " " + found.size() + " files are called " + pattern, "mvn clean; then ./airlock");
        }
        return found.getFirst();
    }

    private static List<Path> jars(Path folder, Predicate<String> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")
                            && wanted.test(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }
}
