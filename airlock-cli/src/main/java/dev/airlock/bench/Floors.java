package dev.airlock.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same work in C, with nothing around the kernel's own calls: built when it is measured, in a scratch directory. */
final class Floors {
    private static final List<String> COMPILER = List.of("gcc", "-O2", "-pthread", "-o");
    private static final List<String> PROGRAMS = List.of("floors", "handler");
    private static final String SHARED = "floor.h";

    private final Path directory;

    /** @param directory where the programs are */
    Floors(Path directory) {
        this.directory = directory;
    }

    /** Empty, with the reason said, on a machine that has no C compiler. */
    static Optional<Floors> build(Path directory, Measurement measurement) throws IOException, InterruptedException {
        source(directory, SHARED);
        try {
            for (String program : PROGRAMS) {
                String complaint = compile(directory, program);
                if (!complaint.isEmpty()) {
                    measurement.say("no floors: gcc says " + complaint + "; apt-get install gcc libc6-dev");
                    return Optional.empty();
                }
            }
            return Optional.of(new Floors(directory));
        } catch (IOException e) {
            measurement.say("no floors: " + e.getMessage() + "; apt-get install gcc libc6-dev");
            return Optional.empty();
        }
    }

    private static String compile(Path directory, String program) throws IOException, InterruptedException {
        Path source = source(directory, program + ".c");
        Path errors = directory.resolve(program + ".err");
        List<String> command = new ArrayList<>(COMPILER);
        command.addAll(List.of(directory.resolve(program).toString(), source.toString()));
        Process compiler =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return compiler.waitFor() == 0 ? "" : Files.readString(errors).strip();
    }

    private static Path source(Path directory, String name) throws IOException {
        Path source = directory.resolve(name);
        try (InputStream in = Floors.class.getResourceAsStream("/bench/" + name)) {
            return Files.write(source, in.readAllBytes());
        }
    }

    /**
     * One of them in a process of its own, ready to measure; empty, with the reason said, if this machine cannot do that.
     *
     * @param command the program's name, and what it is started with
     */
    Optional<Floor> start(Measurement measurement, String... command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(command));
        whole.set(0, directory.resolve(command[0]).toString());
        Floor floor = Floor.start(whole, Files.createTempFile(directory, "floor", ".err"));
        String fault = floor.fault();
        if (fault.isEmpty()) {
            return Optional.of(floor);
        }
        floor.close();
        measurement.say("no floor of " + String.join(" ", command) + ": " + fault);
        return Optional.empty();
    }
}
