package dev.airlock.cli;

import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import dev.airlock.schemas.wire.Delegations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Delegations as people keep them: a file of one line. It is no secret; only the key that it was given to can use it. */
final class DelegationFile {
    private static final int BYTES_MAX = 1 << 17;

    private DelegationFile() {}

    static DelegationChain read(Path file) throws IOException, Trouble {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "airlock delegate --help");
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(BYTES_MAX);
        }
        return switch (Delegations.read(new String(bytes, StandardCharsets.UTF_8))) {
            case Good<DelegationChain>(DelegationChain chain) -> chain;
            case Malformed<DelegationChain>(String reason) ->
                throw new Trouble(Exit.USAGE, file + ": " + reason, "airlock delegate --help");
        };
    }

    /** A new file; one that is there is left alone. */
    static void write(Path file, DelegationChain chain) throws IOException, Trouble {
        try {
            Files.writeString(file, Delegations.text(chain) + "\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new Trouble(Exit.USAGE, file + " is there already", "--out with another name");
        }
    }
}
