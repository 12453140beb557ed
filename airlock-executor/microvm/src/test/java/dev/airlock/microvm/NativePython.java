package dev.airlock.microvm;

import dev.airlock.image.Image;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The interpreter that an image was made of, run on the host with the image's options and environment. */
final class NativePython {
    /** As a shell reports a program that a signal ended. */
    private static final String AS_A_SHELL = "\"$@\"; exit $?";

    private static final String RUNNER = "/airlock/runner.py";

    private final Path folder;
    private final Image image;

    NativePython(Path folder, Image image) {
        this.folder = folder;
        this.image = image;
    }

    /** What a program left, its own path written as a guest has it. */
    record Ran(int code, String out, String err) {
        static Ran of(int code, byte[] out, byte[] err) {
            return new Ran(code, text(out), text(err));
        }

        /** One char a byte, so that nothing is lost. */
        private static String text(byte[] bytes) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        private Ran without(String path, String name) {
            return new Ran(code, out.replace(path, name), err.replace(path, name));
        }
    }

    Ran run(byte[] source) throws IOException, InterruptedException {
        Path script = Files.write(folder.resolve("<payload>"), source);
        File out = folder.resolve("out").toFile();
        File err = folder.resolve("err").toFile();
        List<String> options = image.command().subList(1, image.command().indexOf(RUNNER));
        // What was started in the background has SIGINT ignored, and hands that on.
        ProcessBuilder builder = new ProcessBuilder(
                "env", "--default-signal=INT", "/bin/sh", "-c", AS_A_SHELL, "sh", "/usr/bin/python3");
        builder.command().addAll(options);
        builder.command().add(script.toString());
        builder.environment().clear();
        image.environment().forEach(line -> builder.environment()
                .put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        Process process = builder.directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out)
                .redirectError(err)
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("a program of the corpus does not end natively");
        }
        return Ran.of(
                        process.exitValue(),
                        Files.readAllBytes(out.toPath()),
                        withoutShell(Files.readAllBytes(err.toPath())))
                .without(script.toString(), "<payload>");
    }

    /** The shell says which signal it was: that line is not the program's. */
    private static byte[] withoutShell(byte[] err) {
        String text = new String(err, StandardCharsets.ISO_8859_1);
        return text.replaceFirst("(Terminated|Aborted)( \\(core dumped\\))? *\\n$", "")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
