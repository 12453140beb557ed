package dev.airlock.setup.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another program, run to its end. */
final class Tool {
    private static final int SAID_MAX = 64 << 10;
    /** More than the units' TimeoutStopSec twice over: services may end one behind the other. */
    static final Duration USUALLY_MOST = Duration.ofSeconds(150);

    private Tool() {}

    /** How it ended, and what it said. */
    record Ending(int exit, String said) {
        boolean fine() {
            return exit == 0;
        }
    }

    /** @throws SetupFailed if it cannot be started or does not end in time; it is killed then */
    static Ending run(Path folder, Map<String, String> environment, Duration most, List<String> command)
            throws SetupFailed, InterruptedException {
        Path out = null;
        try {
            out = java.nio.file.Files.createTempFile("airlock", ".out");
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.redirectOutput(out.toFile()).environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new SetupFailed(command.getFirst() + " did not end within " + most.toSeconds() + " s", "");
            }
            try (var said = java.nio.file.Files.newInputStream(out)) {
                return new Ending(
                        process.exitValue(), new String(said.readNBytes(SAID_MAX), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            throw new SetupFailed(command.getFirst() + " cannot be run: " + e.getMessage(), "", e);
        } finally {
            if (out != null) {
                var _ = out.toFile().delete();
            }
        }
    }

    static Ending run(List<String> command) throws SetupFailed, InterruptedException {
        return run(USUALLY_MOST, command);
    }

    static Ending run(Duration most, List<String> command) throws SetupFailed, InterruptedException {
        return run(Path.of("/"), Map.of(), most, command);
    }
}
