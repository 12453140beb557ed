package dev.airlock.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which keys are meant: a node's, or those of a service that runs alone. */
final class KeysOption {
    @Option(
            names = "--keys",
            paramLabel = "DIR",
            description =
                    "The keys of a service that runs alone, as airlock keys deal made them; by default the data directory's.")
    private Optional<Path> directory;

    boolean given() {
        return directory.isPresent();
    }

    /** @throws Trouble if there is no such directory */
    Path directory(DataOption data) throws Trouble {
        if (directory.isPresent() && !Files.isDirectory(directory.get())) {
            throw new Trouble(Exit.USAGE, directory.get() + " is no directory", "airlock keys deal DIRECTORY");
        }
        return directory.orElseGet(() -> data.directory().keys());
    }
}
