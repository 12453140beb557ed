package dev.airlock.cli;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Output;
import dev.airlock.schemas.model.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Writes what came out of a guest below a directory of this machine. Who asked for the files chose their names, which are harmless
 * everywhere, and a guest wrote what is in them: so nothing is replaced, and no link below the directory is followed.
 */
final class SavedFiles {
    private SavedFiles() {}

    /** Whether all of these can be saved, asked before a program is run for them. */
    static void requireFree(Path directory, List<String> names) throws Trouble {
        for (String name : names) {
            if (Files.exists(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                throw new Trouble(
                        Exit.USAGE, directory.resolve(name) + " is there already", "another --save DIRECTORY");
            }
        }
    }

    /** The files of an output, if they are those that its token tells of. */
    static List<NamedFile> verified(Token token, List<NamedFile> files) throws Trouble {
        List<Output.File> told =
                output(token.content().erin()).map(Output::files).orElse(List.of());
        List<Output.File> found = files.stream()
                .map(file -> Output.File.of(file.name(), file.content().toArray()))
                .toList();
        if (!told.equals(found)) {
            throw new Trouble(
                    Exit.FAULT,
                    "the files are not those that token " + token.id() + " tells of",
                    "airlock verify --all");
        }
        return files;
    }

    private static Optional<Output> output(Erin erin) {
        return switch (erin) {
            case Erin.Completed completed -> Optional.of(completed.output());
            case Erin.Killed killed -> killed.output();
            case Erin.Faulted faulted -> faulted.output();
            case Erin.Refused _ -> Optional.empty();
        };
    }

    /** Where a file was written. */
    static Path save(Path directory, NamedFile file) throws IOException, Trouble {
        Files.createDirectories(directory);
        Path root = directory.toRealPath();
        Path folder = root;
        Path name = Path.of(file.name());
        for (int i = 0; i < name.getNameCount() - 1; i++) {
            folder = folder.resolve(name.getName(i));
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                requireFree(folder, List.of(""));
                Files.createDirectory(folder);
            }
        }
        requireFree(folder, List.of(name.getFileName().toString()));
        return Files.write(
                folder.resolve(name.getFileName()),
                file.content().toArray(),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }
}
