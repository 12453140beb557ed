package dev.airlock.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same work in C, with nothing around the kernel's own calls: built when it is measured, in a scratch directory. */
final class Floors {
    private static final List<String> COMPILER = List.of("gcc", "-O2", "-pthread", "-o");
    private static final double NANOS_PER_MICRO = 1e3;

    private final Path program;

    private Floors(Path program) {
        this.program = program;
    }

    /** Empty, with the reason said, on a machine that has no C compiler. */
    static Optional<Floors> build(Path directory, Measurement measurement) throws IOException, InterruptedException {
        Path source = directory.resolve("floors.c");
        Path program = directory.resolve("floors");
        try (InputStream in = Floors.class.getResourceAsStream("/bench/floors.c")) {
            Files.write(source, in.readAllBytes());
        }
        try {
            List<String> command = new ArrayList<>(COMPILER);
            command.addAll(List.of(program.toString(), source.toString()));
            Ended built = run(command);
            if (built.code() == 0) {
                return Optional.of(new Floors(program));
            }
            measurement.say("no floors: gcc says " + built.err().strip() + "; apt-get install gcc libc6-dev");
        } catch (IOException e) {
            measurement.say("no floors: " + e.getMessage() + "; apt-get install gcc libc6-dev");
        }
        return Optional.empty();
    }

    /** Keeps {@code count} samples, in microseconds, under {@code series}; false if this machine cannot do that. */
    boolean measure(String what, int count, String series, Measurement measurement)
            throws IOException, InterruptedException {
        Ended ended = run(List.of(program.toString(), what, Integer.toString(count)));
        if (ended.code() != 0) {
            measurement.say("no floor of " + what + ": exit code " + ended.code() + " "
                    + ended.err().strip());
            return false;
        }
        for (String line : ended.out().lines().toList()) {
            measurement.add(series, "us", Long.parseLong(line) / NANOS_PER_MICRO);
        }
        return true;
    }

    private record Ended(int code, String out, String err) {}

    private static Ended run(List<String> command) throws IOException, InterruptedException {
        Path err = Files.createTempFile("airlock-floors", ".err");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return new Ended(process.waitFor(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
