package dev.airlock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process through the launcher, ended when it is closed; by force if it does not end within {@value #PATIENCE_SECONDS} s. */
final class Child implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final int TAIL_CHARACTERS = 2000;

    private final Process process;
    private final Path output;
    private final long startedNanos;

    private Child(Process process, Path output, long startedNanos) {
        this.process = process;
        this.output = output;
        this.startedNanos = startedNanos;
    }

    /** Starts {@code airlock ARGUMENTS}; what it prints goes to the file {@code output}. */
    static Child start(Path launcher, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("AIRLOCK_NO_BUILD", "1");
        long now = System.nanoTime();
        return new Child(builder.start(), output, now);
    }

    /** When it was started, by {@link System#nanoTime}. */
    long startedNanos() {
        return startedNanos;
    }

    /** Throws with what it has printed if it does not run any more. */
    void checkAlive() throws BenchFailed {
        if (!process.isAlive()) {
            throw new BenchFailed("the process ended with " + process.exitValue() + ": " + lastWords(), "");
        }
    }

    /** Waits for it to end by itself with exit code 0. */
    void awaitSuccess(int seconds) throws BenchFailed, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new BenchFailed("the process did not end within " + seconds + " s: " + lastWords(), "");
        }
        if (process.exitValue() != 0) {
            checkAlive();
        }
    }

    private String lastWords() {
        try {
            String text = Files.readString(output).strip();
            return text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
        } catch (IOException e) {
            return "its output cannot be read: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
