package dev.airlock.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program in C that measures as often as it is asked: it says {@code ready}, and for each number that it is sent it sends back so many
 * lines of nanoseconds. It ends when it is closed.
 */
final class Floor implements AutoCloseable {
    private static final String READY = "ready";
    private static final double NANOS_PER_MICRO = 1e3;
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final Path errors;

    private Floor(Process process, Path errors) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.US_ASCII);
        this.in = process.outputWriter(StandardCharsets.US_ASCII);
        this.errors = errors;
    }

    /** @param errors takes what it says when something is wrong */
    static Floor start(List<String> command, Path errors) throws IOException {
        return new Floor(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
    }

    /** Waits until it is ready: what is wrong with it, or nothing. */
    String fault() throws IOException, InterruptedException {
        return READY.equals(out.readLine()) ? "" : lastWords();
    }

    /** So many samples, in microseconds. */
    double[] take(int count) throws BenchFailed, IOException, InterruptedException {
        in.write(count + "\n");
        in.flush();
        double[] samples = new double[count];
        for (int i = 0; i < count; i++) {
            String line = out.readLine();
            if (line == null) {
                throw new BenchFailed("a floor in C ended: " + lastWords(), "airlock doctor");
            }
            samples[i] = Long.parseLong(line) / NANOS_PER_MICRO;
        }
        return samples;
    }

    /** It has closed its output, so it ends by itself, or says something that it should not. */
    private String lastWords() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return ("exit code " + process.waitFor() + " " + Files.readString(errors)).strip();
    }

    @Override
    public void close() {
        Child.end(process, PATIENCE_SECONDS);
    }
}
