package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with {@code bin/airlock}, run as from a bare shell: nothing of this build is in its environment.
 *
 * @param home where it is
 * @param elsewhere a folder to run it in
 */
record Unpacked(Path home, Path elsewhere) {
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    /** How a command ended, and what it said to both of its streams. */
    record Ended(int exit, String said) {
        /** What it said, if it ended with 0. */
        String fine() {
            assertThat(exit).describedAs(said).isZero();
            return said;
        }
    }

    static Unpacked from(Path archive, Path folder) throws Exception {
        Files.createDirectories(folder);
        tool("tar", "-xzf", archive.toString(), "-C", folder.toString()).fine();
        try (Stream<Path> roots = Files.list(folder)) {
            return new Unpacked(roots.findFirst().orElseThrow(), folder);
        }
    }

    String version() throws IOException {
        return Files.readString(home.resolve("release")).strip().replace("version=", "");
    }

    Ended run(String... words) throws Exception {
        return run(Map.of(), words);
    }

    Ended run(Map<String, String> environment, String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/airlock").toString()));
        command.addAll(List.of(words));
        return run(elsewhere, environment, command);
    }

    static Ended tool(String... command) throws Exception {
        return run(Path.of("/"), Map.of(), List.of(command));
    }

    /** Skips loudly where a program is not here: {@code not} says what was not done then. */
    static void needs(String program, String not) {
        if (!has(program)) {
            System.err.println("SKIPPED: there is no " + program + " here, so " + not);
            abort("SKIPPED: there is no " + program + " here");
        }
    }

    static boolean has(String program) {
        return Stream.of(PATH.split(":", -1)).anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Ended run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("AIRLOCK_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
