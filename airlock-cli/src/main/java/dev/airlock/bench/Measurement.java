package dev.airlock.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.bench.model.Effort;
import dev.airlock.bench.model.Samples;
import dev.airlock.executor.model.SandboxKind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One run of a benchmark: how much, where, and every sample, kept in memory and in a file of JSON lines. On one thread.
 */
public final class Measurement implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Effort effort;
    private final SandboxKind backend;
    private final Path directory;
    private final Path file;
    private final Consumer<String> progress;
    private final BufferedWriter lines;
    private final Map<String, List<Double>> series = new LinkedHashMap<>();

    private Measurement(Effort effort, SandboxKind backend, Path directory, Path file, Consumer<String> progress)
            throws IOException {
        this.effort = effort;
        this.backend = backend;
        this.directory = directory;
        this.file = file;
        this.progress = progress;
        this.lines = Files.newBufferedWriter(file);
    }

    /** A measurement whose samples go to a new file in {@code directory}, which is made if need be. */
    public static Measurement open(
            String benchmark,
            Effort effort,
            SandboxKind backend,
            Path directory,
            Instant now,
            Consumer<String> progress)
            throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(benchmark + "-" + NAME.format(now) + ".jsonl");
        return new Measurement(effort, backend, directory, file, progress);
    }

    Effort effort() {
        return effort;
    }

    /** What runs the programs. */
    SandboxKind backend() {
        return backend;
    }

    /** Where files may be made for the time of the measurement. */
    Path directory() {
        return directory;
    }

    /** Where the samples are. */
    public Path file() {
        return file;
    }

    void say(String line) {
        progress.accept(line);
    }

    /** Keeps a sample. */
    void add(String name, String unit, double value) throws IOException {
        series.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("series", name);
        line.put("unit", unit);
        line.put("value", value);
        write(line);
    }

    /** Whether anything was kept under this name. */
    boolean has(String name) {
        return series.containsKey(name);
    }

    /** What was kept under this name. */
    Samples samples(String name) {
        return Samples.of(series.getOrDefault(name, List.of()));
    }

    void write(Map<String, Object> line) throws IOException {
        lines.write(MAPPER.writeValueAsString(line));
        lines.newLine();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
