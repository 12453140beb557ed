package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a node keeps everything. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:AIRLOCK_DATA}",
            description =
                    "The data directory; by default $$AIRLOCK_DATA, or airlock in $$XDG_DATA_HOME or ~/.local/share.")
    private Path directory;

    DataDirectory directory() {
        return Optional.ofNullable(directory)
                .filter(given -> !given.toString().isEmpty())
                .map(DataDirectory::new)
                .orElseGet(() -> DataDirectory.standard(System.getenv()));
    }
}
