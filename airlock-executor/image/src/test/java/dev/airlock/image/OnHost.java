package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
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

    /** What it prints while its descriptor 0 stays open behind the payload; an end that does not come within half a minute is a failure. */
    static String runUnended(List<String> command, List<String> environment, byte[] payload) throws Exception {
        Process process = builder(command, environment).start();
        try {
            process.getOutputStream().write(payload);
            process.getOutputStream().flush();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    private static ProcessBuilder builder(List<String> command, List<String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        environment.forEach(line ->
                builder.environment().put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return builder;
    }

    static Ran run(List<String> command, List<String> environment, byte[] payload, Path folder) throws Exception {
        File out = Files.createTempFile(folder, "out", "").toFile();
        File err = Files.createTempFile(folder, "err", "").toFile();
        File in = Files.write(Files.createTempFile(folder, "in", ""), payload).toFile();
        Process process = builder(command, environment)
                .redirectInput(in)
                .redirectOutput(out)
                .redirectError(err)
                .start();
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ran(process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
        } finally {
            process.destroyForcibly();
        }
    }
}
