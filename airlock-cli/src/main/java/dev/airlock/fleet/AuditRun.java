package dev.airlock.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * {@code airlock audit}, run to its end as a process of its own.
 *
 * @param exitCode 0 only when everything verifies
 * @param said what it wrote
 */
public record AuditRun(int exitCode, String said) {
    private static final long SECONDS_MAX = 600;

    /**
     * Runs it over everything that the broker of a road has.
     *
     * @param command from the arguments of {@code airlock} to a whole command line
     */
    public static AuditRun of(Terrain terrain, UnaryOperator<List<String>> command)
            throws IOException, FleetFailed, InterruptedException {
        Process audit = new ProcessBuilder(command.apply(
                        List.of("audit", "--data", terrain.data().root().toString())))
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String said = new String(audit.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (!audit.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            audit.destroyForcibly();
            throw new FleetFailed("the audit did not end within " + SECONDS_MAX + " s");
        }
        return new AuditRun(audit.exitValue(), said);
    }

    /** From the verdict on, with whatever does not verify; all that it said if there is none. */
    public String verdict() {
        String verdict =
                said.lines().dropWhile(line -> !line.contains("VERIFIED")).collect(Collectors.joining("\n"));
        return verdict.isEmpty() ? said : verdict;
    }
}
