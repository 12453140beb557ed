package dev.airlock.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One process of the road, which may be killed, halted and started again. For one thread. */
public final class Member implements AutoCloseable {
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(30);
    private static final int TAIL_CHARACTERS = 2000;
    /** Read by every java launcher of JDK 9 and later, before its own arguments. */
    private static final String JVM_OPTIONS = "JDK_JAVA_OPTIONS";

    private final String name;
    private final ProcessBuilder builder;
    private final Path log;
    private Process process;

    /**
     * @param name as people call it
     * @param log where everything goes that it writes, life after life
     * @param scratch its directory for temporary files
     */
    Member(String name, List<String> command, Path log, Path scratch) {
        this.name = name;
        this.log = log;
        this.builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("AIRLOCK_NO_BUILD", "1");
        builder.environment().merge(JVM_OPTIONS, "-Djava.io.tmpdir=" + scratch, (own, more) -> own + " " + more);
    }

    public String name() {
        return name;
    }

    /** Starts it, and does not wait until it is ready. It ends with this JVM at the latest. */
    public void start() throws IOException {
        process = builder.start();
        Process started = process;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(started::destroyForcibly));
    }

    public boolean alive() {
        return process != null && process.isAlive();
    }

    /** The process; the launcher replaces itself by the JVM, so this is the service itself. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends SIGKILL to this one process and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends SIGSTOP: it stays, holds everything that it holds, and does nothing until {@link #resume}. */
    public void halt() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Sends SIGCONT: it goes on as if no time had passed. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " of " + name + " ended with " + exit);
        }
    }

    /** Whether it has written this, in any of its lives. */
    public boolean says(String words) throws IOException {
        return Files.readString(log).contains(words);
    }

    /** What it wrote last. */
    public String lastWords() {
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
