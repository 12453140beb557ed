package dev.airlock.cli;

import dev.airlock.node.KeyShares;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyTerm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Shows the public keys of the data directory. Private keys are never shown.",
        subcommands = {KeysCommand.Deal.class, KeysCommand.All.class, KeysRotateCommand.class, KeysRevokeCommand.class},
        footer = {
            "",
            "A key counts for its role: the part of its file's name before any @. To trust an executor on another host, copy",
            "its executor@HOST.pub into DIR/keys; and, after a rotation or a revocation, its .term files and those of executor@HOST.was-*."
        })
final class KeysCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(names = "--pem", description = "Print each key as a PEM block (SubjectPublicKeyInfo, RFC 8410).")
    private boolean pem;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        show(data, json, pem, spec.commandLine().getOut());
        return Exit.FINE;
    }

    private static void show(DataOption data, JsonOption json, boolean pem, PrintWriter out) throws IOException {
        List<KeyFiles.PublicKey> keys = new KeyFiles(data.directory().keys(), new SecureRandom()).exportPublic();
        for (KeyFiles.PublicKey key : keys) {
            if (json.asked()) {
                out.println(JsonOption.line(Map.of(
                        "name", key.name(),
                        "role", key.holder().role().label(),
                        "key_id", key.key().id().value(),
                        "term", key.term().text().strip(),
                        "pem", key.key().spkiPem())));
            } else if (pem) {
                out.println(key.name());
                out.println(key.key().spkiPem());
            } else {
                out.printf("%-20s %s%s%n", key.name(), key.key().id(), term(key.term()));
            }
        }
        if (keys.isEmpty() && !json.asked()) {
            out.println("No keys yet in " + data.directory().keys() + "; the first start of a node makes them.");
        }
    }

    /** Nothing of a key that counts at any time. */
    static String term(KeyTerm term) {
        return term.equals(KeyTerm.ALWAYS) ? "" : " (" + term.text().strip().replace("\n", ", ") + ")";
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Shows the public keys of the data directory and from when until when each counts.")
    static final class All implements Callable<Integer> {
        @Mixin
        private DataOption data;

        @Mixin
        private JsonOption json;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            show(data, json, false, spec.commandLine().getOut());
            return Exit.FINE;
        }
    }

    @Command(
            name = "deal",
            mixinStandardHelpOptions = true,
            description = {
                "Makes a directory for each service that is to run alone, with its own private keys and everybody's public ones, and one",
                "each for the operator and for local callers. What is there stays; a key that was rotated or revoked in its own directory is so in",
                "all others afterwards."
            })
    static final class Deal implements Callable<Integer> {
        @Parameters(paramLabel = "DIRECTORY", description = "Where the directories go.")
        private Path directory;

        @Option(names = "--hybrid", description = "Make the sealers' keys hybrid: Ed25519 and ML-DSA-65.")
        private boolean hybrid;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            KeyShares.deal(directory, hybrid).forEach(spec.commandLine().getOut()::println);
            return Exit.FINE;
        }
    }
}
