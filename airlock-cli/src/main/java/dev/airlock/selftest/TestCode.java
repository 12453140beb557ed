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
 * @param tests where tests are looked for: parts of {@code ours}, and {@code linuxTests} if its are among them
 * @param libraries the jars of others
 */
public record TestCode(Path linux, Path linuxTests, List<Path> ours, List<Path> tests, List<Path> libraries) {
    /** What airlock-image needs of others; what runs tests lies in a directory of its own. */
    private static final String LIBRARIES_OF_GUESTS =
            "(commons-(codec|compress|io|lang3)|jackson-(annotations|core|databind))-.*\\.jar";

    private static final String OURS = "(airlock-.*|[a-z]+-service|capbus-gateway)-[0-9].*\\.jar";

    public TestCode {
        ours = List.copyOf(ours);
        tests = List.copyOf(tests);
        libraries = List.copyOf(libraries);
    }

    /**
     * The code of this distribution, or what Maven has compiled in a working copy.
     *
     * @param copy the root of a working copy
     */
    public static TestCode find(Reach reach, Optional<Path> copy) throws SelftestFailed, IOException {
        Path dist = Distribution.folder();
        return switch (reach) {
            case GUESTS -> copy.isPresent() ? guestsOfWorkingCopy(copy.get(), dist) : guestsOfDistribution(dist);
            case ROAD -> copy.isPresent() ? roadOfWorkingCopy(copy.get(), dist) : roadOfDistribution(dist);
        };
    }

    /** As it was built for {@code ./airlock}. */
    static TestCode guestsOfDistribution(Path dist) throws SelftestFailed, IOException {
        Path microvmTests = only(dist.resolve("tests"), "airlock-microvm-.*-tests\\.jar");
        Path linuxTests = only(dist.resolve("tests"), "airlock-linux-.*-tests\\.jar");
        return new TestCode(
                only(dist.resolve("modules"), "airlock-linux-.*\\.jar"),
                linuxTests,
                List.of(
                        only(dist.resolve("lib"), "airlock-microvm-.*\\.jar"),
                        only(dist.resolve("lib"), "airlock-image-.*\\.jar"),
                        only(dist.resolve("lib"), "airlock-jail-.*\\.jar"),
                        only(dist.resolve("lib"), "airlock-schemas-.*\\.jar"),
                        only(dist.resolve("tests"), "airlock-schemas-.*-tests\\.jar"),
                        microvmTests),
                List.of(microvmTests, linuxTests),
                librariesOfGuests(dist));
    }

    /** The same for the whole road: all that the command runs, and the tests of the executor and of the command. */
    static TestCode roadOfDistribution(Path dist) throws SelftestFailed, IOException {
        Path linux = only(dist.resolve("modules"), "airlock-linux-.*\\.jar");
        List<Path> ours = new ArrayList<>(jars(dist.resolve("lib"), name -> name.matches(OURS)));
        ours.addAll(jars(dist.resolve("tests"), name -> name.matches(OURS) && !name.startsWith("airlock-linux-")));
        List<Path> tests = List.of(
                only(dist.resolve("tests"), "airlock-executor-service-.*-tests\\.jar"),
                only(dist.resolve("tests"), "airlock-cli-.*-tests\\.jar"));
        return new TestCode(linux, linux, ours, tests, librariesOfRoad(dist));
    }

    /** As Maven has compiled it in a working copy; only the libraries are those of {@code dist}. */
    static TestCode guestsOfWorkingCopy(Path copy, Path dist) throws SelftestFailed, IOException {
        Path executor = copy.toAbsolutePath().resolve("airlock-executor");
        Path microvmTests = compiled(executor.resolve("microvm/target/test-classes"));
        Path linuxTests = compiled(executor.resolve("linux/target/test-classes"));
        return new TestCode(
                compiled(executor.resolve("linux/target/classes")),
                linuxTests,
                List.of(
                        compiled(executor.resolve("microvm/target/classes")),
                        compiled(executor.resolve("image/target/classes")),
                        compiled(executor.resolve("jail/target/classes")),
                        compiled(copy.toAbsolutePath().resolve("schemas/target/classes")),
                        compiled(copy.toAbsolutePath().resolve("schemas/target/test-classes")),
                        microvmTests),
                List.of(microvmTests, linuxTests),
                librariesOfGuests(dist));
    }

    /** The same for the whole road. */
    static TestCode roadOfWorkingCopy(Path copy, Path dist) throws SelftestFailed, IOException {
        Path root = copy.toAbsolutePath();
        Path linux = compiled(root.resolve("airlock-executor/linux/target/classes"));
        List<Path> tests = List.of(
                compiled(root.resolve("airlock-executor/service/target/test-classes")),
                compiled(root.resolve("airlock-cli/target/test-classes")));
        List<Path> ours = new ArrayList<>();
        for (Path module : modules(root)) {
            ours.add(module.resolve("target/classes"));
        }
        for (String module : List.of("schemas", "road")) {
            ours.add(compiled(root.resolve(module).resolve("target/test-classes")));
        }
        ours.addAll(tests);
        return new TestCode(linux, linux, ours, tests, librariesOfRoad(dist));
    }

    /** Every module that has been compiled, but for linux, which is a module of Java's too. */
    private static List<Path> modules(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root, 2)) {
            return found.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml"))
                            && Files.isDirectory(folder.resolve("target/classes"))
                            && !folder.endsWith("linux"))
                    .sorted()
                    .toList();
        }
    }

    private static Path compiled(Path classes) throws SelftestFailed {
        if (!Files.isDirectory(classes)) {
            throw new SelftestFailed("not compiled: " + classes, "mvn -DskipTests package");
        }
        return classes;
    }

    private static List<Path> librariesOfGuests(Path dist) throws IOException {
        return libraries(dist, name -> name.matches(LIBRARIES_OF_GUESTS));
    }

    private static List<Path> librariesOfRoad(Path dist) throws IOException {
        return libraries(dist, name -> !name.matches(OURS));
    }

    private static List<Path> libraries(Path dist, Predicate<String> wanted) throws IOException {
        List<Path> jars = new ArrayList<>(jars(dist.resolve("tests"), name -> !name.startsWith("airlock-")));
        jars.addAll(jars(dist.resolve("lib"), wanted));
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
