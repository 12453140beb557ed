package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which set of policies is asked. */
final class PoliciesOption {
    @Option(
            names = "--policies",
            paramLabel = "PLACE",
            description = "Asks this directory or file instead of the set in force.")
    private Optional<Path> place;

    PolicySource.Found find(DataDirectory data) throws IOException, InterruptedException, Trouble {
        return PolicySource.find(place, data);
    }
}
