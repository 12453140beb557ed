package dev.airlock.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process through the launcher, ended when it is closed or this JVM ends; by force if it does not end within {@value #PATIENCE_SECONDS} s. */
final class Child implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;
    private static final int TAIL_CHARACTERS = 2000;

    private final Process process;
    private final Path output;
    private final long startedNanos;
    private final Thread atExit;

    private Child(Process process, Path output, long startedNanos) {
        this.process = process;
        this.output = output;
        this.startedNanos = startedNanos;
        this.atExit = Thread.ofPlatform().name("end-of-child").unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
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

    /** Seconds of processor time that it has used so far: what a busy machine does not change. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
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
        end(process, PATIENCE_SECONDS);
        forgetAtExit();
    }

    /** Ends a process, by force if it takes longer. */
    static void end(Process process, int seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void forgetAtExit() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook has begun: it finds a process that has ended.
        }
    }
}
