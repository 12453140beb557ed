package dev.airlock.cli;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.NamedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The files that go into a run and come out of it. */
final class FilesOption {
    @Option(
            names = "--in",
            paramLabel = "FILE[:NAME]",
            description = "The program finds this file as /in/NAME, read-only; NAME is the file's own unless given.")
    private List<String> inputs = List.of();

    @Option(
            names = "--out",
            paramLabel = "NAME",
            description = "Keep /out/NAME when the program has ended, and save it.")
    private List<String> outputs = List.of();

    @Option(
            names = "--save",
            paramLabel = "DIRECTORY",
            defaultValue = ".",
            description = "Where --out files are saved; no file that is there is replaced.")
    private Path directory;

    /** Whether there is something to work on besides a payload. */
    boolean haveInputs() {
        return !inputs.isEmpty();
    }

    /** The names of the output files, each of which is one. */
    List<String> outputs() throws Trouble {
        for (String name : outputs) {
            named("--out " + name, name, Bytes.EMPTY);
        }
        return outputs;
    }

    private static NamedFile named(String option, String name, Bytes content) throws Trouble {
        try {
            return new NamedFile(name, content);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, option + ": " + e.getMessage(), "a name such as data/table.csv");
        }
    }

    Path directory() {
        return directory;
    }

    /** The input files, read; their names are checked with the intent. */
    List<NamedFile> read() throws IOException, Trouble {
        List<NamedFile> files = new ArrayList<>();
        long room = PayloadOption.BYTES_MAX;
        for (String input : inputs) {
            NamedFile file = read(input);
            room -= file.content().size();
            if (room < 0) {
                throw new Trouble(
                        Exit.USAGE,
                        "the input files have more than " + PayloadOption.BYTES_MAX
                                + " bytes (1 MiB), which is the limit for a payload and its files",
                        "smaller files, or several intents");
            }
            files.add(file);
        }
        return files;
    }

    private static NamedFile read(String input) throws IOException, Trouble {
        int colon = Files.exists(Path.of(input)) ? -1 : input.lastIndexOf(':');
        Path file = Path.of(colon < 0 ? input : input.substring(0, colon));
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "give a file that is there");
        }
        String name = colon < 0 ? file.getFileName().toString() : input.substring(colon + 1);
        try (InputStream in = Files.newInputStream(file)) {
            return named("--in " + input, name, Bytes.of(in.readNBytes(PayloadOption.BYTES_MAX + 1)));
        }
    }
}
