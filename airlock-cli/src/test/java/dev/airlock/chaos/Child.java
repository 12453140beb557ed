package dev.airlock.chaos;

import dev.airlock.executor.TestGround;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A JVM that a test started and may kill. */
public final class Child implements AutoCloseable {
    private static final String MODULES = "airlock.linux,cedar.java,com.amazon.corretto.crypto.provider";
    private static final Duration PATIENCE = TestGround.patience(Duration.ofSeconds(60));

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reading;

    private Child(Process process) {
        this.process = process;
        this.reading = Thread.ofVirtual().start(this::read);
    }

    /** A part of the road as a process; not ready yet. */
    static Child part(String part, Map<String, String> settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(part));
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        return java(Part.class.getName(), arguments);
    }

    /** Any main class of ours, as the launcher would run it. */
    public static Child java(String mainClass, List<String> arguments) throws IOException {
        return of(command(mainClass, arguments));
    }

    /** The command line for that. */
    public static List<String> command(String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx512m",
                "--illegal-native-access=deny",
                "--module-path",
                System.getProperty("jdk.module.path"),
                "--add-modules",
                MODULES,
                "--enable-native-access=" + MODULES,
                "-Djava.library.path=" + System.getProperty("java.library.path"),
                "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(arguments);
        return command;
    }

    /** Any program. */
    static Child of(List<String> command) throws IOException {
        return new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    long pid() {
        return process.pid();
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("(" + e + ")");
        }
    }

    Child awaitReady() {
        return awaitLine("ready ");
    }

    /** Waits until it has written a line that begins so. */
    public Child awaitLine(String start) {
        Awaitility.await("a child that writes '" + start + "'")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> wrote(start) || !process.isAlive());
        if (!wrote(start)) {
            throw new AssertionError("it ended before it wrote '" + start + "': " + text());
        }
        return this;
    }

    private boolean wrote(String start) {
        return lines.stream().anyMatch(line -> line.startsWith(start));
    }

    boolean alive() {
        return process.isAlive();
    }

    /** What it wrote, to either stream. */
    public String text() {
        return String.join("\n", lines);
    }

    /** Its exit code, once it has ended by itself and everything that it wrote is read. */
    public int exit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the process lives on: " + text());
        }
        reading.join(Duration.ofSeconds(5));
        return process.exitValue();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // the process itself would close the pipe that it goes on writing to
    }

    /** Sends SIGKILL to this one process and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        Awaitility.await("the end of process " + process.pid())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !process.isAlive());
    }

    @Override
    public void close() {
        kill();
    }
}
