package dev.airlock.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The program: as an argument, from a file, or from standard input. */
final class PayloadOption {
    /** What the ingress takes. */
    static final int BYTES_MAX = 1 << 20;

    @Option(names = "--file", paramLabel = "FILE", description = "The program is in this file.")
    private Optional<Path> file;

    /**
     * The program's bytes.
     *
     * @param text the argument, if there was one
     * @param dispensable whether there is something to work on without a program
     */
    byte[] bytes(Optional<String> text, boolean dispensable) throws IOException, Trouble {
        if (dispensable && text.isEmpty() && file.isEmpty()) {
            return new byte[0];
        }
        if (text.isPresent() == file.isPresent()) {
            throw new Trouble(
                    Exit.USAGE, "give the program once: as an argument, as - or with --file", "airlock run --help");
        }
        byte[] bytes = file.isPresent() ? fromFile(file.get()) : fromText(text.get());
        if (bytes.length > BYTES_MAX) {
            throw new Trouble(
                    Exit.USAGE,
                    "the program has more than " + BYTES_MAX + " bytes (1 MiB), which is the limit for a payload",
                    "a smaller program; data can be made in the guest or split over several intents");
        }
        return bytes;
    }

    private static byte[] fromFile(Path file) throws IOException, Trouble {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "give a file that is there");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(BYTES_MAX + 1);
        }
    }

    private static byte[] fromText(String text) throws IOException {
        return text.equals("-") ? System.in.readNBytes(BYTES_MAX + 1) : text.getBytes(StandardCharsets.UTF_8);
    }
}
