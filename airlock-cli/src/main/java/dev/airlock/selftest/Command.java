package dev.airlock.selftest;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A program and its arguments. A process lives no longer than this JVM, nor than its time.
 *
 * @param words the program's path first
 */
record Command(List<String> words) {
    static final Duration PREPARING = Duration.ofMinutes(10);

    Command {
        words = List.copyOf(words);
    }

    static Command of(Path program, String... arguments) {
        return of(program, List.of(arguments));
    }

    static Command of(Path program, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(arguments);
        return new Command(words);
    }

    /** Runs it to its end; gives what it printed, or throws with that. */
    String output(Path folder) throws SelftestFailed, IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        int code = run(folder, PREPARING, lines::add);
        String text = String.join("\n", lines);
        if (code != 0) {
            throw new SelftestFailed(String.join(" ", words) + " ended with " + code + ": " + text, "");
        }
        return text;
    }

    /**
     * Runs it and hears every line, of the standard error too.
     *
     * @return its exit code
     * @throws SelftestFailed when it had to be ended because its time was over
     */
    int run(Path folder, Duration most, Consumer<String> hear)
            throws SelftestFailed, IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        Thread atExit = Thread.ofPlatform().name("end-of-child").unstarted(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
        AtomicBoolean late = new AtomicBoolean();
        Thread clock = Thread.ofVirtual().name("time of " + words.getFirst()).start(() -> end(process, most, late));
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().forEach(hear);
            int code = process.waitFor();
            if (late.get()) {
                throw new SelftestFailed("no end within " + most.toSeconds() + " s: " + words.getFirst(), "");
            }
            return code;
        } finally {
            process.destroyForcibly();
            clock.interrupt();
            forget(atExit);
        }
    }

    private static void forget(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This JVM is ending, and the hook has begun: it finds a process that has ended.
        }
    }

    private static void end(Process process, Duration most, AtomicBoolean late) {
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                late.set(true);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
