package dev.airlock.cli;

import dev.airlock.ledger.tiles.Proofs;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.LedgerFiles;
import dev.airlock.node.OwnLedger;
import dev.airlock.node.Reach;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.KeyRing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "proof",
        mixinStandardHelpOptions = true,
        description = {
            "The proof that a token is under a signed head of the ledger, as a C2SP tlog-proof file. It checks offline, with public",
            "keys alone. Works with and without a running node."
        },
        subcommands = ProofVerifyCommand.class,
        footer = {
            "",
            "  airlock proof ID --out a.tlog-proof --token a.json",
            "  airlock proof verify a.tlog-proof --token a.json --key KEY --sealer ed25519:...   # KEY: airlock proof --show-key",
            "",
            "Exit code 0 with a proof, 1 when no signed head covers the token."
        })
final class ProofCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final long AGAIN_MILLIS = 100;

    @Mixin
    private DataOption data;

    @Mixin
    private KeysOption keys;

    @Parameters(arity = "0..1", paramLabel = "TOKEN", description = "A token's id.")
    private Optional<String> wanted;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the proof there instead of printing it.")
    private Optional<Path> out;

    @Option(
            names = "--token",
            paramLabel = "FILE",
            description = "Write the token there too, as the JSON that is checked.")
    private Optional<Path> tokenOut;

    @Option(
            names = "--show-key",
            description = "Print the ledger's verifier key, which whoever checks proofs has to get from you.")
    private boolean showKey;

    @Option(
            names = "--name",
            paramLabel = "LEDGER",
            defaultValue = "main",
            description = "Which ledger; by default ${DEFAULT-VALUE}, a node's own.")
    private String name;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        DataDirectory directory = data.directory();
        if (showKey) {
            LedgerKeys.of(new KeyFiles(keys.directory(data), new SecureRandom()).ring(), name)
                    .forEach(key -> spec.commandLine().getOut().println(key.text()));
            return Exit.FINE;
        }
        if (keys.given()) {
            throw new Trouble(
                    Exit.USAGE,
                    "--keys goes with --show-key; a proof is looked for with the data directory's keys",
                    "");
        }
        Proofs.Proof proof = proof(directory, id());
        if (tokenOut.isPresent()) {
            Files.writeString(
                    tokenOut.get(), token(proof.entry(), ring(directory)).json());
        }
        PrintWriter print = spec.commandLine().getOut();
        if (out.isPresent()) {
            Files.write(out.get(), proof.file().bytes());
            print.println(out.get() + ": index " + proof.file().index() + " of "
                    + proof.file().note().text().lines().findFirst().orElse(""));
        } else {
            print.print(new String(proof.file().bytes(), StandardCharsets.UTF_8));
        }
        print.flush();
        return Exit.FINE;
    }

    /** Asked for anew, since the ledger makes its key when it first starts. */
    private static KeyRing ring(DataDirectory directory) throws IOException {
        return new KeyFiles(directory.keys(), new SecureRandom()).ring();
    }

    private TokenId id() throws Trouble {
        try {
            return new TokenId(wanted.orElseThrow(() -> new IllegalArgumentException("name a token")));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock tokens shows their ids");
        }
    }

    private Optional<Proofs.Proof> stored(DataDirectory directory, TokenId id) throws IOException {
        return new LedgerFiles(directory, ring(directory), name).proof(id);
    }

    private Proofs.Proof proof(DataDirectory directory, TokenId id) throws IOException, InterruptedException, Trouble {
        Optional<Proofs.Proof> found = stored(directory, id);
        if (found.isEmpty()) {
            try (Reach reach = TokenSource.reach(directory)) {
                if (reach.live()) {
                    found = soon(directory, id);
                } else if (OwnLedger.bringUpToDate(directory, reach.bus(), PATIENCE)) {
                    found = stored(directory, id);
                }
            }
        }
        return found.orElseThrow(
                () -> new Trouble(Exit.PROGRAM_FAILED, "no signed head covers a token " + id, "airlock ledger status"));
    }

    /** The node's ledger signs some hundred milliseconds behind the token, and begins some seconds behind the node. */
    private Optional<Proofs.Proof> soon(DataDirectory directory, TokenId id) throws IOException, InterruptedException {
        long until = System.nanoTime() + SOON.toNanos();
        Optional<Proofs.Proof> found = stored(directory, id);
        while (found.isEmpty() && System.nanoTime() < until) {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            found = stored(directory, id);
        }
        return found;
    }

    private static Token token(LogEntry entry, KeyRing ring) throws Trouble {
        if (entry instanceof LogEntry.Sealed sealed) {
            try {
                return new TokenReader(ring)
                        .read(sealed.canonical().toArray(), sealed.signature().toArray(), sealed.signer());
            } catch (TokenRejected e) {
                throw new Trouble(Exit.PROGRAM_FAILED, "its entry is no token of ours: " + e.getMessage(), "");
            }
        }
        throw new Trouble(
                Exit.PROGRAM_FAILED, "its entry holds only the token's hash", "airlock tokens --json has the token");
    }
}
