package dev.airlock.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of the road, which is started again after it was killed. For one thread. */
final class Member implements AutoCloseable {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final int TAIL_CHARACTERS = 2000;

    private final Role role;
    private final ProcessBuilder builder;
    private final Path log;
    private Process process;

    /** @param log where everything goes that it writes, life after life */
    Member(Role role, List<String> command, Path log) {
        this.role = role;
        this.log = log;
        this.builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("AIRLOCK_NO_BUILD", "1");
    }

    Role role() {
        return role;
    }

    /** Starts it, and does not wait until it is ready. It ends with this JVM at the latest. */
    void start() throws IOException {
        process = builder.start();
        Process started = process;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(started::destroyForcibly));
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    /** Sends SIGKILL to this one process and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Whether it has written this, in any of its lives. */
    boolean says(String words) throws IOException {
        return Files.readString(log).contains(words);
    }

    /** What it wrote last. */
    String lastWords() {
        try {
            String text = Files.readString(log).strip();
            return text.substring(Math.max(0, text.length() - TAIL_CHARACTERS));
        } catch (IOException e) {
            return log + " cannot be read: " + e.getMessage();
        }
    }

    /** Sends SIGTERM, and SIGKILL if that is not enough. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
