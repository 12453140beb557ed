package dev.airlock.jail.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How this JVM was started, so that stage 0 can start it once more. */
public final class OwnCommand {
    /** Said to the second JVM, so that it does not enter again. It proves nothing: the jail is looked at, not believed. */
    static final String ENTERED = "AIRLOCK_JAIL";

    /**
     * No stranger's thread through the attach socket, and no cache of Vert.x in /tmp: the jail lets neither write. A JVM that breaks says so
     * to standard error, since it can make no file.
     */
    private static final List<String> MORE_OPTIONS = List.of(
            "-XX:+DisableAttachMechanism",
            "-XX:-UsePerfData",
            "-XX:+ErrorFileToStderr",
            "-Dvertx.disableFileCaching=true",
            "-Dvertx.disableFileCPResolving=true");

    private static final List<String> KEPT =
            List.of("LANG", "LC_ALL", "TZ", "AIRLOCK_TRACE", "AIRLOCK_LOG_FORMAT", "AIRLOCK_SCHEMAS_WRITE");

    /** The executor's settings in the environment, which stand before its file there too. */
    private static final String SETTINGS = "AIRLOCK_EXECUTOR_";

    private OwnCommand() {}

    /** Whether stage 0 says that it started this JVM. */
    public static boolean hasEntered() {
        return System.getenv(ENTERED) != null;
    }

    /** The binary that runs. */
    public static Path binary() throws IOException {
        return Path.of("/proc/self/exe").toRealPath();
    }

    /** The same arguments, with what makes a JVM fit for the jail. */
    public static List<String> arguments() throws IOException {
        String text = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
        List<String> arguments = new ArrayList<>(List.of(text.split("\0", -1)));
        arguments.removeLast();
        arguments.set(0, binary().toString());
        arguments.addAll(1, MORE_OPTIONS);
        return List.copyOf(arguments);
    }

    /** The few variables that are kept, the settings among them, and the word of stage 0. */
    public static List<String> environment(Map<String, String> environment) {
        Stream<String> kept = environment.entrySet().stream()
                .filter(variable ->
                        KEPT.contains(variable.getKey()) || variable.getKey().startsWith(SETTINGS))
                .map(variable -> variable.getKey() + "=" + variable.getValue());
        return Stream.concat(kept, Stream.of(ENTERED + "=entered")).sorted().toList();
    }
}
