package dev.airlock.cli;

import dev.airlock.node.DataDirectory;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.foreign.IetfReader;
import dev.airlock.provenance.foreign.TibetCoreReader;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.LooseKey;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The keys by which tokens in a file are judged. */
final class ForeignKeys {
    private static final int HMAC_KEY_BYTES_MAX = 4096;

    @Option(
            names = "--key",
            paramLabel = "[ACTOR=]FILE",
            description = {
                "A public key: with an actor's URI, of who signs as that actor in the draft's form; without, of who signs envelopes.",
                "The operators' keys of the data directory count for envelopes anyway."
            })
    private List<String> keys = List.of();

    @Option(
            names = "--hmac-key",
            paramLabel = "FILE",
            description = "The shared key of tibet-core's tokens: the file's bytes as they are.")
    private Optional<Path> shared;

    /** Trusts the keys of the data directory and those that were given. */
    TokenCheck check(DataDirectory data) throws IOException, Trouble {
        Map<String, VerifyingKey> actors = new HashMap<>();
        List<VerifyingKey> exporters = operators(data);
        for (String given : keys) {
            int split = given.indexOf('=');
            VerifyingKey key = published(Path.of(given.substring(split + 1)));
            if (split < 0) {
                exporters.add(key);
            } else {
                actors.put(given.substring(0, split), key);
            }
        }
        return new TokenCheck(
                new TokenReader(new KeyFiles(data.keys(), new SecureRandom()).ring()),
                List.copyOf(exporters),
                python(),
                new IetfReader(actors),
                Instant.now());
    }

    /** The keys of the data directory whose word on envelopes counts. */
    static List<VerifyingKey> operators(DataDirectory data) throws IOException {
        List<VerifyingKey> operators = new ArrayList<>();
        for (KeyFiles.PublicKey key : new KeyFiles(data.keys(), new SecureRandom()).exportPublic()) {
            if (key.holder().role() == KeyRole.OPERATOR) {
                operators.add(key.key());
            }
        }
        return operators;
    }

    private static VerifyingKey published(Path file) throws IOException, Trouble {
        if (!Files.isReadable(file)) {
            throw new Trouble(Exit.USAGE, "--key: " + file + " cannot be read", "--key ACTOR=FILE.pub");
        }
        return LooseKey.published(file);
    }

    private TibetCoreReader python() throws IOException, Trouble {
        if (shared.isEmpty()) {
            return TibetCoreReader.plain();
        }
        if (!Files.isRegularFile(shared.get())
                || Files.size(shared.get()) == 0
                || Files.size(shared.get()) > HMAC_KEY_BYTES_MAX) {
            throw new Trouble(
                    Exit.USAGE,
                    "--hmac-key: " + shared.get() + " must be a file of 1 to " + HMAC_KEY_BYTES_MAX + " bytes",
                    "write the key to a file");
        }
        return TibetCoreReader.keyed(Files.readAllBytes(shared.get()));
    }
}
