package dev.airlock.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A part of this machine's JDK that is enough for tests. */
final class JavaRuntime {
    private static final String MODULES =
            "java.base,java.compiler,java.desktop,java.logging,java.management,java.naming,java.security.jgss,java.security.sasl,"
                    + "java.sql,java.xml,jdk.management,jdk.unsupported,jdk.zipfs";

    private JavaRuntime() {}

    /** Makes it, or finds the one that was made before. */
    static Path in(Path cache, Consumer<String> progress) throws SelftestFailed, IOException, InterruptedException {
        Path home = Path.of(System.getProperty("java.home"));
        Path kept = cache.resolve("jdk-" + Fingerprint.of(home, Runtime.version(), MODULES));
        if (!Files.isDirectory(kept)) {
            progress.accept("making a Java runtime of " + home);
            Path jlink = home.resolve("bin/jlink");
            if (!Files.isExecutable(jlink)) {
                throw new SelftestFailed(home + " has no jlink", "install a whole JDK, and set AIRLOCK_JAVA_HOME");
            }
            try (Scratch scratch = Scratch.in(cache)) {
                Path made = scratch.folder().resolve("jdk");
                Command.of(
                                jlink,
                                "--add-modules=" + MODULES,
                                "--strip-java-debug-attributes",
                                "--no-man-pages",
                                "--no-header-files",
                                "--generate-cds-archive",
                                "--output=" + made)
                        .output(scratch.folder());
                Files.move(made, kept);
            }
        }
        return kept;
    }

    /** Puts a runtime into the machine, at {@code /jdk}, with what it needs of the host. */
    static void add(GuestFiles files, Path runtime) throws SelftestFailed, IOException, InterruptedException {
        files.copy("/jdk/bin/java", runtime.resolve("bin/java"));
        files.copy("/jdk/conf", runtime.resolve("conf"));
        files.copy("/jdk/lib", runtime.resolve("lib"));
        files.copy("/jdk/release", runtime.resolve("release"));
        List<Path> programs = new ArrayList<>(List.of(runtime.resolve("bin/java")));
        try (Stream<Path> libraries = Files.walk(runtime.resolve("lib"))) {
            libraries.filter(file -> file.toString().endsWith(".so")).forEach(programs::add);
        }
        for (Path library : SharedLibraries.of(programs)) {
            if (!library.startsWith(runtime)) {
                files.copy(library.toString(), library);
            }
        }
    }
}
