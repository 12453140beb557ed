package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs an image's command line on the host, with the image's runner in the host's Python. */
final class OnHost {
    record Ran(int exitCode, String out, String err) {}

    private OnHost() {}

    /** The image's command with the runner unpacked below {@code folder}. */
    static List<String> command(Image image, Path folder) throws Exception {
        List<String> command = new ArrayList<>(image.command());
        for (int i = 1; i < command.size(); i++) {
            if (command.get(i).startsWith("/airlock/")) {
                Node.File runner = (Node.File) ((Lookup.Found) image.root().resolve("/", command.get(i), true)).node();
                Path file = Files.createDirectories(folder.resolve("airlock"))
                        .resolve(Path.of(command.get(i)).getFileName());
                Files.write(file, runner.content().toArray(ValueLayout.JAVA_BYTE));
                command.set(i, file.toString());
            }
        }
        command.set(0, HostPython.find(Optional.empty()).executable().toString());
        return List.copyOf(command);
    }

    static Ran run(List<String> command, List<String> environment, byte[] payload, Path folder) throws Exception {
        File out = Files.createTempFile(folder, "out", "").toFile();
        File err = Files.createTempFile(folder, "err", "").toFile();
        File in = Files.write(Files.createTempFile(folder, "in", ""), payload).toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in)
                .redirectOutput(out)
                .redirectError(err);
        builder.environment().clear();
        environment.forEach(line ->
                builder.environment().put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
        } finally {
            process.destroyForcibly();
        }
    }
}
