package dev.airlock.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The OCI runtime of this host.
 *
 * @param name what it is: {@code crun}
 * @param program where it is, an absolute path
 * @param version as it says, such as {@code 1.8.1}
 */
public record ContainerRuntime(String name, Path program, String version) {
    /** Programs without which no container is started; all but the first are of util-linux and of every system. */
    private static final List<String> NEEDED =
            List.of("setsid", "setpriv", "unshare", "sh", "mount", "umount", "mkdir");

    /**
     * Looks for it on PATH.
     *
     * @throws ContainerFailed with the fix, when there is none or this process could not use it
     */
    public static ContainerRuntime find() throws ContainerFailed {
        return find(System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"));
    }

    static ContainerRuntime find(String path) throws ContainerFailed {
        Path crun = on(path, "crun")
                .orElseThrow(
                        () -> new ContainerFailed("there is no crun on PATH; apt-get install crun (runc does not notify"
                                + " calls that no list names)"));
        for (String needed : NEEDED) {
            if (on(path, needed).isEmpty()) {
                throw new ContainerFailed("there is no " + needed + " on PATH; apt-get install util-linux coreutils");
            }
        }
        return new ContainerRuntime("crun", crun, version(crun));
    }

    private static Optional<Path> on(String path, String program) {
        return Stream.of(path.split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String version(Path crun) throws ContainerFailed {
        try {
            Process process = new ProcessBuilder(crun.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readNBytes(512), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return versionIn(said)
                    .orElseThrow(() ->
                            new ContainerFailed(crun + " --version says \"" + firstLine(said) + "\", and no version"));
        } catch (IOException e) {
            throw new ContainerFailed(crun + " cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerFailed("interrupted", e);
        }
    }

    /** The version in {@code crun version 1.8.1}, whatever stands below. */
    static Optional<String> versionIn(String said) {
        String first = firstLine(said);
        String before = "crun version ";
        return first.startsWith(before) && first.length() <= 64
                ? Optional.of(first.substring(before.length()).strip()).filter(version -> !version.isEmpty())
                : Optional.empty();
    }

    private static String firstLine(String said) {
        return said.lines().findFirst().orElse("");
    }
}
