package dev.airlock.setup.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/** Whether a service's user, in its unit, can run a Java. */
final class JavaPlace {
    /** What ProtectHome=yes and PrivateTmp=yes hide from a unit. Source: systemd.exec(5). */
    private static final List<Path> HIDDEN =
            List.of(Path.of("/home"), Path.of("/root"), Path.of("/run/user"), Path.of("/tmp"), Path.of("/var/tmp"));

    private JavaPlace() {}

    /** @throws SetupFailed if no unit could run this one */
    static void requireReachable(Path javaHome) throws IOException, SetupFailed {
        Optional<String> why = hidden(javaHome).or(() -> hidden(real(javaHome)));
        if (why.isEmpty()) {
            why = closed(javaHome.toRealPath().resolve("bin/java"));
        }
        if (why.isPresent()) {
            throw new SetupFailed(
                    "no unit could run the Java of this set-up, " + javaHome + ": " + why.get(),
                    "install a Java 25 for everybody (Debian 13: apt-get install openjdk-25-jre-headless; or unpack one below"
                            + " /usr/lib/jvm), and: sudo AIRLOCK_JAVA_HOME=DIR bin/airlock setup");
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    /** Which folder of a unit's that it does not see this is in. */
    static Optional<String> hidden(Path path) {
        return HIDDEN.stream()
                .filter(path.normalize()::startsWith)
                .map(folder -> "units see nothing below " + folder)
                .findFirst();
    }

    /** What on the way to a program not everybody may enter or run. */
    static Optional<String> closed(Path program) throws IOException {
        for (Path one = program; one.getParent() != null; one = one.getParent()) {
            if (!Files.getPosixFilePermissions(one).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of("not everybody may " + (one.equals(program) ? "run " : "enter ") + one);
            }
        }
        return Optional.empty();
    }
}
