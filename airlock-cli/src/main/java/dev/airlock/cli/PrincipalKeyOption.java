package dev.airlock.cli;

import dev.airlock.road.keys.LooseKey;
import dev.airlock.schemas.keys.KeyId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The key that a principal gets, and for how long. */
final class PrincipalKeyOption {
    @ArgGroup(multiplicity = "1")
    private Which which;

    static final class Which {
        @Option(names = "--key", paramLabel = "FILE", description = "Its public key (PEM), or the id of it.")
        private Optional<String> published;

        @Option(
                names = "--generate",
                paramLabel = "FILE",
                description = "Make a new secret key in this file, and the public one in FILE.pub.")
        private Optional<Path> generated;
    }

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "How long the key counts: 1 to 3650 days (default: ${DEFAULT-VALUE}).")
    private int days;

    Duration validity() throws Trouble {
        if (days < 1 || days > 3_650) {
            throw new Trouble(Exit.USAGE, "--days is 1 to 3650, not " + days, "airlock principal --help");
        }
        return Duration.ofDays(days);
    }

    /** Where a new key would be made that is not there yet. */
    Optional<Path> toBeMade() throws Trouble {
        if (which.generated.isPresent()) {
            Path file = which.generated.get();
            if (Files.exists(file) || Files.exists(LooseKey.publicFile(file))) {
                throw new Trouble(
                        Exit.USAGE, file + " or its .pub is there already", "--generate with another name, or --key");
            }
        }
        return which.generated;
    }

    /** The key; made now if it is to be a new one. */
    KeyId key() throws IOException, Trouble {
        try {
            if (which.generated.isPresent()) {
                return LooseKey.generate(which.generated.get(), new SecureRandom())
                        .id();
            }
            String given = which.published.orElseThrow();
            return given.startsWith("ed25519:")
                    ? new KeyId(given).key().id()
                    : LooseKey.published(Path.of(given)).id();
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw new Trouble(
                    Exit.USAGE, "no such key, or one that is there: " + e.getMessage(), "airlock principal --help");
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, "--key: " + e.getMessage(), "airlock principal --help");
        }
    }
}
