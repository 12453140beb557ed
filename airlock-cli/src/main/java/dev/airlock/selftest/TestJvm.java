package dev.airlock.selftest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a JVM is to run the tests: as in production airlock.linux is a named module and the only one with native access.
 *
 * @param code as the JVM sees it
 * @param images a store that holds what the tests run
 * @param heapMib the most that objects may take
 * @param patience how many times longer than on a usual machine a guest may take
 */
record TestJvm(TestCode code, Path images, int heapMib, int patience) {
    private static final String RUNNER = "org.junit.platform.console.ConsoleLauncher";

    /** All that follows the program {@code java}. */
    List<String> arguments(TestChoice choice) {
        List<String> arguments = new ArrayList<>(List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx%dm".formatted(heapMib),
                "--sun-misc-unsafe-memory-access=allow",
                "--module-path=" + code.linux(),
                "--add-modules=airlock.linux",
                "--add-reads=airlock.linux=ALL-UNNAMED",
                "--add-opens=airlock.linux/dev.airlock.linux=ALL-UNNAMED",
                "--enable-native-access=airlock.linux",
                "--illegal-native-access=deny",
                "-Dairlock.test.images=" + images,
                "-Dairlock.test.patience=" + patience,
                "-cp",
                joined(Stream.concat(code.ours().stream(), code.libraries().stream())),
                RUNNER,
                "execute",
                "--disable-banner",
                "--disable-ansi-colors",
                "--details=testfeed",
                "--fail-if-no-tests",
                "--scan-classpath=" + joined(code.tests().stream())));
        arguments.addAll(choice.options());
        if (!code.linuxTests().equals(code.linux())) {
            arguments.addFirst("--patch-module=airlock.linux=" + code.linuxTests());
        }
        return arguments;
    }

    private static String joined(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(":"));
    }

    /** The arguments as a file for {@code java @FILE}. Source: the JDK's java(1), "java Command-Line Argument Files". */
    static String argumentFile(List<String> arguments) {
        return arguments.stream()
                .map(argument -> "\"" + argument.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
                .collect(Collectors.joining());
    }
}
