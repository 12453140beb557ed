package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.LooseKey;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Who signs what a command sends.
 *
 * @param name a key of the data directory: local or operator
 * @param file a principal's secret key, in the place of that
 */
record Signer(String name, Optional<Path> file) {
    /** The most that the key may speak for, as far as can be said here; of a principal's the services know it. */
    Origin origin() throws Trouble {
        return switch (name) {
            case "local" -> file.isPresent() ? Origin.OPERATOR : Origin.LOCAL;
            case "operator" -> Origin.OPERATOR;
            default -> throw new Trouble(Exit.USAGE, "--as is local or operator, not " + name, "airlock help");
        };
    }

    SigningKey key(DataDirectory data) throws IOException, Trouble {
        if (file.isEmpty()) {
            return new KeyFiles(data.keys(), new SecureRandom()).loadOrCreate(name);
        }
        try {
            return LooseKey.secret(file.get());
        } catch (NoSuchFileException e) {
            throw new Trouble(Exit.USAGE, file.get() + " is not there", "airlock principal add NAME --generate FILE");
        }
    }
}
